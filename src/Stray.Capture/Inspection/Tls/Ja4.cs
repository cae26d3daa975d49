using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Stray.Capture.Inspection.Tls;

/// <summary>
/// JA4, the TLS client fingerprint (FoxIO, BSD 3-Clause): what the client offers, independent of the order of its
/// extensions, e.g. <c>t13d1516h2_8daaf6152771_e5627efa2ab1</c>.
/// </summary>
internal static class Ja4
{
    public const int Length = 36;
    private const int HashLength = 12;

    /// <param name="transport"><c>t</c> TCP, <c>q</c> QUIC, <c>d</c> DTLS.</param>
    /// <param name="destination">At least <see cref="Length"/> bytes of ASCII.</param>
    public static void Write(scoped in ClientHello hello, char transport, Span<byte> destination)
    {
        var ciphers = ArrayPool<ushort>.Shared.Rent((hello.CipherSuites.Length / 2) + 1);
        var extensions = ArrayPool<ushort>.Shared.Rent((hello.Extensions.Length / 4) + 1);
        var cipherCount = Collect(hello.CipherSuites, ciphers);
        var extensionCount = CollectExtensions(hello.Extensions, extensions, out var listed);

        destination[0] = (byte)transport;
        Version(hello.HighestVersion()).CopyTo(destination[1..]);
        destination[3] = (byte)(hello.HasServerName ? 'd' : 'i');
        WriteCount(cipherCount, destination[4..]);
        WriteCount(extensionCount, destination[6..]);
        WriteAlpn(hello.Alpn, destination[8..]);
        destination[10] = (byte)'_';
        ciphers.AsSpan(0, cipherCount).Sort();
        WriteHash(ciphers.AsSpan(0, cipherCount), default, destination[11..]);
        destination[23] = (byte)'_';
        extensions.AsSpan(0, listed).Sort();
        WriteHash(extensions.AsSpan(0, listed), hello.SignatureAlgorithms, destination[24..]);

        ArrayPool<ushort>.Shared.Return(ciphers);
        ArrayPool<ushort>.Shared.Return(extensions);
    }

    private static int Collect(ReadOnlySpan<byte> values, Span<ushort> destination)
    {
        var count = 0;
        for (var i = 0; i + 2 <= values.Length; i += 2)
        {
            var value = BinaryPrimitives.ReadUInt16BigEndian(values[i..]);
            if (!Grease.Is(value))
            {
                destination[count++] = value;
            }
        }

        return count;
    }

    /// <param name="listed">How many were written: server name and ALPN count, but say nothing about the client's software.</param>
    private static int CollectExtensions(ReadOnlySpan<byte> extensions, Span<ushort> destination, out int listed)
    {
        var count = 0;
        listed = 0;
        var reader = new ExtensionReader(extensions);
        while (reader.TryNext(out var type, out _))
        {
            if (Grease.Is(type))
            {
                continue;
            }

            count++;
            if (type is not (TlsExtension.ServerName or TlsExtension.Alpn))
            {
                destination[listed++] = type;
            }
        }

        return count;
    }

    private static ReadOnlySpan<byte> Version(ushort version) => version switch
    {
        0x0304 => "13"u8,
        0x0303 => "12"u8,
        0x0302 => "11"u8,
        0x0301 => "10"u8,
        0x0300 => "s3"u8,
        0x0002 => "s2"u8,
        0xFEFF => "d1"u8,
        0xFEFD => "d2"u8,
        0xFEFC => "d3"u8,
        _ => "00"u8,
    };

    private static void WriteCount(int count, Span<byte> destination)
    {
        count = Math.Min(count, 99);
        destination[0] = (byte)('0' + (count / 10));
        destination[1] = (byte)('0' + (count % 10));
    }

    private static void WriteAlpn(ReadOnlySpan<byte> names, Span<byte> destination)
    {
        var first = names.IsEmpty ? default : names.Slice(1, names[0]);
        if (first.IsEmpty)
        {
            destination[0] = destination[1] = (byte)'0';
        }
        else if (first[0] > 0x7F)
        {
            destination[0] = destination[1] = (byte)'9';
        }
        else
        {
            destination[0] = first[0];
            destination[1] = first.Length == 1 ? (byte)'0' : first[^1];
        }
    }

    private static void WriteHash(ReadOnlySpan<ushort> values, ReadOnlySpan<byte> signatureAlgorithms, Span<byte> destination)
    {
        if (values.IsEmpty)
        {
            destination[..HashLength].Fill((byte)'0');
            return;
        }

        var text = ArrayPool<byte>.Shared.Rent(5 * (values.Length + (signatureAlgorithms.Length / 2) + 1));
        var length = 0;
        foreach (var value in values)
        {
            length = WriteHex(value, text, length);
        }

        if (!signatureAlgorithms.IsEmpty)
        {
            text[length - 1] = (byte)'_';
            for (var i = 0; i + 2 <= signatureAlgorithms.Length; i += 2)
            {
                length = WriteHex(BinaryPrimitives.ReadUInt16BigEndian(signatureAlgorithms[i..]), text, length);
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.AsSpan(0, length - 1), hash);
        Convert.TryToHexStringLower(hash[..(HashLength / 2)], destination[..HashLength], out _);
        ArrayPool<byte>.Shared.Return(text);
    }

    private static int WriteHex(ushort value, Span<byte> text, int at)
    {
        Utf8Formatter.TryFormat(value, text[at..], out _, new StandardFormat('x', 4));
        text[at + 4] = (byte)',';
        return at + 5;
    }
}
