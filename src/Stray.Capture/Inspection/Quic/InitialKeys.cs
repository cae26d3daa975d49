using System.Security.Cryptography;
using Stray.Capture.Inspection.Recognition;

namespace Stray.Capture.Inspection.Quic;

/// <summary>
/// Initial packets are protected with keys anybody can derive from the client's first connection id (RFC 9001 s5.2,
/// RFC 9369 s3.3): against meddling, not against reading.
/// </summary>
internal sealed class InitialKeys
{
    private const int KeyLength = 16;
    private const int IvLength = 12;
    private const int TagLength = 16;
    private const int SampleLength = 16;

    private readonly byte[] _client = new byte[KeyLength + IvLength + KeyLength];
    private readonly byte[] _server = new byte[KeyLength + IvLength + KeyLength];

    private static ReadOnlySpan<byte> Salt1 =>
        [0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a];

    private static ReadOnlySpan<byte> Salt2 =>
        [0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9];

    private static ReadOnlySpan<byte> SaltDraft29 =>
        [0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99];

    private static ReadOnlySpan<byte> SaltDraft23 =>
        [0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7, 0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02];

    /// <summary>False for versions whose salt is not known here.</summary>
    public bool TryDerive(uint version, ReadOnlySpan<byte> connectionId)
    {
        var salt = SaltOf(version);
        if (salt.IsEmpty)
        {
            return false;
        }

        Span<byte> secret = stackalloc byte[SHA256.HashSizeInBytes];
        HKDF.Extract(HashAlgorithmName.SHA256, connectionId, salt, secret);
        var second = version == Quics.Version2;
        Derive(secret, "client in"u8, second, _client);
        Derive(secret, "server in"u8, second, _server);
        return true;
    }

    /// <summary>Removes header and packet protection.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="plain">At least as long as the packet.</param>
    /// <param name="length">Plaintext bytes written.</param>
    /// <param name="reserved">The two reserved bits, which must be zero (RFC 9000 s17.2).</param>
    public bool TryOpen(
        ReadOnlySpan<byte> packet, int numberOffset, bool fromClient, Span<byte> plain, out int length, out int reserved)
    {
        length = 0;
        reserved = 0;
        if (packet.Length < numberOffset + 4 + SampleLength)
        {
            return false;
        }

        ReadOnlySpan<byte> material = fromClient ? _client : _server;
        Span<byte> mask = stackalloc byte[SampleLength];
        using (var cipher = Aes.Create())
        {
            cipher.SetKey(material[(KeyLength + IvLength)..]);
            cipher.EncryptEcb(packet.Slice(numberOffset + 4, SampleLength), mask, PaddingMode.None);
        }

        var first = (byte)(packet[0] ^ (mask[0] & 0x0F));
        var numberLength = (first & 3) + 1;
        reserved = (first >> 2) & 3;
        var header = plain[..(numberOffset + numberLength)];
        packet[..header.Length].CopyTo(header);
        header[0] = first;
        Span<byte> nonce = stackalloc byte[IvLength];
        material.Slice(KeyLength, IvLength).CopyTo(nonce);
        for (var i = 0; i < numberLength; i++)
        {
            header[numberOffset + i] ^= mask[1 + i];
            nonce[IvLength - numberLength + i] ^= header[numberOffset + i];
        }

        return TryDecrypt(material[..KeyLength], nonce, packet[header.Length..], header, plain[header.Length..], out length);
    }

    private static bool TryDecrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> header, Span<byte> plain, out int length)
    {
        length = sealedBytes.Length - TagLength;
        if (length < 0)
        {
            return false;
        }

        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(nonce, sealedBytes[..length], sealedBytes[length..], plain[..length], header);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            // The framework has no way to ask; at most a few packets of a flow come here.
            return false;
        }
    }

    private static void Derive(ReadOnlySpan<byte> initial, ReadOnlySpan<byte> side, bool second, Span<byte> material)
    {
        Span<byte> secret = stackalloc byte[SHA256.HashSizeInBytes];
        Expand(initial, side, secret);
        Expand(secret, second ? "quicv2 key"u8 : "quic key"u8, material[..KeyLength]);
        Expand(secret, second ? "quicv2 iv"u8 : "quic iv"u8, material.Slice(KeyLength, IvLength));
        Expand(secret, second ? "quicv2 hp"u8 : "quic hp"u8, material[(KeyLength + IvLength)..]);
    }

    /// <summary>HKDF-Expand-Label of RFC 8446 s7.1 with an empty context.</summary>
    private static void Expand(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, Span<byte> output)
    {
        var prefix = "tls13 "u8;
        Span<byte> info = stackalloc byte[32];
        info[0] = (byte)(output.Length >> 8);
        info[1] = (byte)output.Length;
        info[2] = (byte)(prefix.Length + label.Length);
        prefix.CopyTo(info[3..]);
        label.CopyTo(info[(3 + prefix.Length)..]);
        var length = 3 + prefix.Length + label.Length;
        info[length] = 0;
        HKDF.Expand(HashAlgorithmName.SHA256, secret, output, info[..(length + 1)]);
    }

    private static ReadOnlySpan<byte> SaltOf(uint version) => version switch
    {
        Quics.Version1 => Salt1,
        Quics.Version2 => Salt2,
        >= 0xFF000021 and <= 0xFF000022 => Salt1,
        >= 0xFF00001D and <= 0xFF000020 => SaltDraft29,
        >= 0xFF000017 and <= 0xFF00001C => SaltDraft23,
        _ => default,
    };
}
