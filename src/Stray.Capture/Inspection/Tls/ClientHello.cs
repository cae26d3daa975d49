using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Tls;

/// <summary>A ClientHello taken apart (RFC 8446 s4.1.2, RFC 6347 s4.2.1): spans into the message, nothing copied.</summary>
internal ref struct ClientHello
{
    public ushort LegacyVersion;

    /// <summary>Offered cipher suites, two bytes each.</summary>
    public ReadOnlySpan<byte> CipherSuites;

    /// <summary>The extensions block without its length.</summary>
    public ReadOnlySpan<byte> Extensions;

    /// <summary>Where <see cref="Extensions"/> begins in the message.</summary>
    public int ExtensionsOffset;

    public bool HasServerName;
    public ReadOnlySpan<byte> ServerName;

    /// <summary>The ProtocolNameList without its length (RFC 7301 s3.1), empty when not offered or broken.</summary>
    public ReadOnlySpan<byte> Alpn;
    public ReadOnlySpan<byte> SignatureAlgorithms;
    public ReadOnlySpan<byte> SupportedVersions;

    /// <summary>Where parsing stopped, and why; null when the message is well formed.</summary>
    public string? Failure;
    public int FailureOffset;

    /// <param name="message">With its handshake header of 4 bytes.</param>
    public static ClientHello Parse(ReadOnlySpan<byte> message, bool datagram)
    {
        var hello = default(ClientHello);
        const int Header = 4;
        var reader = new TlsReader(message[Header..]);
        if (!reader.TryUInt16(out hello.LegacyVersion) || !reader.TryBytes(32, out _))
        {
            return hello.Fail("ClientHello ends within its fixed fields", Header);
        }

        var at = reader.Offset;
        if (!reader.TryVector(1, out var session) || session.Length > 32)
        {
            return hello.Fail("session id is longer than 32 bytes or the message", Header + at);
        }

        at = reader.Offset;
        if (datagram && !reader.TryVector(1, out _))
        {
            return hello.Fail("cookie runs past the message", Header + at);
        }

        at = reader.Offset;
        if (!reader.TryVector(2, out hello.CipherSuites) || hello.CipherSuites.Length is < 2 || hello.CipherSuites.Length % 2 != 0)
        {
            return hello.Fail("cipher suite list is empty, odd or runs past the message", Header + at);
        }

        at = reader.Offset;
        if (!reader.TryVector(1, out var compression) || compression.IsEmpty)
        {
            return hello.Fail("compression method list is empty or runs past the message", Header + at);
        }

        if (reader.Remaining == 0)
        {
            return hello;
        }

        at = reader.Offset;
        if (!reader.TryVector(2, out hello.Extensions) || reader.Remaining != 0)
        {
            return hello.Fail("extensions do not end where the ClientHello does", Header + at);
        }

        hello.ExtensionsOffset = Header + at + 2;
        hello.ReadExtensions();
        return hello;
    }

    private ClientHello Fail(string failure, int offset)
    {
        Failure = failure;
        FailureOffset = offset;
        return this;
    }

    private void ReadExtensions()
    {
        var reader = new ExtensionReader(Extensions);
        while (reader.TryNext(out var type, out var body))
        {
            var sound = type switch
            {
                TlsExtension.SupportedVersions => TryList(body, 1, out SupportedVersions) && SupportedVersions.Length % 2 == 0,
                TlsExtension.SignatureAlgorithms => TryList(body, 2, out SignatureAlgorithms) && SignatureAlgorithms.Length % 2 == 0,
                TlsExtension.Alpn => NoteAlpn(body),
                _ => true,
            };
            if (!sound)
            {
                Fail("an extension's list does not fill the extension", ExtensionsOffset + reader.BodyOffset);
                return;
            }

            HasServerName |= type == TlsExtension.ServerName;
        }

        if (reader.Broken)
        {
            Fail("an extension runs past the ClientHello", ExtensionsOffset + reader.HeaderOffset);
        }
    }

    /// <summary>The highest offered version that is a real one (RFC 8701: greased values are noise).</summary>
    public readonly ushort HighestVersion()
    {
        ushort highest = 0;
        for (var i = 0; i + 2 <= SupportedVersions.Length; i += 2)
        {
            var version = BinaryPrimitives.ReadUInt16BigEndian(SupportedVersions[i..]);
            if (!Grease.Is(version) && Newer(version, highest))
            {
                highest = version;
            }
        }

        return highest == 0 ? LegacyVersion : highest;
    }

    /// <summary>DTLS counts its versions downwards (RFC 6347 s4.1).</summary>
    private static bool Newer(ushort version, ushort than) => than == 0 || (version >= 0xFE00 ? version < than : version > than);

    /// <summary>A broken list is the rules' business: the rest of the hello still reads.</summary>
    private bool NoteAlpn(ReadOnlySpan<byte> body)
    {
        Alpn = IsAlpn(body) ? body[2..] : default;
        return true;
    }

    /// <summary>Whether an extension's body is a whole ProtocolNameList of names that have bytes.</summary>
    public static bool IsAlpn(ReadOnlySpan<byte> body) => TryList(body, 2, out var names) && !names.IsEmpty && IsNameList(names);

    private static bool TryList(ReadOnlySpan<byte> body, int lengthBytes, out ReadOnlySpan<byte> list)
    {
        var reader = new TlsReader(body);
        return reader.TryVector(lengthBytes, out list) && reader.Remaining == 0;
    }

    private static bool IsNameList(ReadOnlySpan<byte> names)
    {
        while (!names.IsEmpty)
        {
            if (names[0] == 0 || names[0] >= names.Length)
            {
                return false;
            }

            names = names[(1 + names[0])..];
        }

        return true;
    }
}
