using System.Buffers;
using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>A ClientHello in SSLv2's framing, as clients sent that still hoped for SSLv2 (RFC 5246 E.2).</summary>
internal static class Sslv2Hello
{
    private const int Header = 11;

    /// <summary>Length of the message whose first two bytes are given, these included.</summary>
    public static int Length(ReadOnlySpan<byte> bytes) => 2 + (BinaryPrimitives.ReadUInt16BigEndian(bytes) & 0x7FFF);

    /// <returns>False when the message is broken and nothing after it can be trusted.</returns>
    public static bool Apply(in InspectionContext context, scoped in MessageView message)
    {
        var bytes = message.Bytes;
        if (bytes.Length < Header)
        {
            return Invalid(context, message, "SSLv2 hello ends within its fixed fields");
        }

        var ciphers = BinaryPrimitives.ReadUInt16BigEndian(bytes[5..]);
        var session = BinaryPrimitives.ReadUInt16BigEndian(bytes[7..]);
        var challenge = BinaryPrimitives.ReadUInt16BigEndian(bytes[9..]);
        if (bytes[2] != 1 || ciphers % 3 != 0 || ciphers == 0 || Header + ciphers + session + challenge != bytes.Length)
        {
            return Invalid(context, message, "lengths in SSLv2 hello do not add up");
        }

        Fingerprint(context, bytes, bytes.Slice(Header, ciphers));
        return true;
    }

    private static void Fingerprint(in InspectionContext context, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> specs)
    {
        // SSLv2's own ciphers have three bytes; those of TLS are written with a leading zero.
        var suites = ArrayPool<byte>.Shared.Rent(specs.Length);
        var length = 0;
        for (var i = 0; i < specs.Length; i += 3)
        {
            if (specs[i] == 0)
            {
                suites[length++] = specs[i + 1];
                suites[length++] = specs[i + 2];
            }
        }

        var hello = new ClientHello { LegacyVersion = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]), CipherSuites = suites.AsSpan(0, length) };
        Span<byte> text = stackalloc byte[Ja4.Length];
        Ja4.Write(hello, 't', text);
        context.App.Fingerprint = context.App.Name(text);
        context.App.TlsVersion = hello.LegacyVersion;
        ArrayPool<byte>.Shared.Return(suites);
    }

    private static bool Invalid(in InspectionContext context, scoped in MessageView message, FindingDetail detail)
    {
        message.Report(context, FindingName.TlsRecordInvalid, 0, message.Bytes.Length, detail);
        return false;
    }
}
