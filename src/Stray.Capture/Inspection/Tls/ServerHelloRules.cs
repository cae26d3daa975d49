using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>A ServerHello (RFC 8446 s4.1.3, RFC 5246 s7.4.1.3): its structure, and what it settles for the flow.</summary>
internal static class ServerHelloRules
{
    private const int Header = 4;

    public static void Apply(in InspectionContext context, scoped in MessageView message)
    {
        var reader = new TlsReader(message.Bytes[Header..]);
        if (!reader.TryUInt16(out var version) || !reader.TryBytes(32, out _)
            || !reader.TryVector(1, out var session) || session.Length > 32
            || !reader.TryUInt16(out var cipher) || !reader.TryByte(out _))
        {
            Malformed(context, message, Header + reader.Offset, "ServerHello ends within its fixed fields");
            return;
        }

        context.App.TlsVersion = version;
        context.App.TlsCipher = cipher;
        if (reader.Remaining == 0)
        {
            return;
        }

        var at = Header + reader.Offset;
        if (!reader.TryVector(2, out var extensions) || reader.Remaining != 0)
        {
            Malformed(context, message, at, "extensions do not end where the ServerHello does");
            return;
        }

        ReadExtensions(context, message, extensions, at + 2);
    }

    private static void ReadExtensions(
        in InspectionContext context, scoped in MessageView message, ReadOnlySpan<byte> extensions, int offset)
    {
        var reader = new ExtensionReader(extensions);
        while (reader.TryNext(out var type, out var body))
        {
            if (type == TlsExtension.SupportedVersions && body.Length == 2)
            {
                context.App.TlsVersion = BinaryPrimitives.ReadUInt16BigEndian(body);
            }
            else if (type == TlsExtension.Alpn && body.Length > 3 && body[2] == body.Length - 3)
            {
                context.App.ApplicationProtocol = context.App.Name(body[3..]);
            }
        }

        if (reader.Broken)
        {
            Malformed(context, message, offset + reader.HeaderOffset, "an extension runs past the ServerHello");
        }
    }

    private static void Malformed(in InspectionContext context, scoped in MessageView message, int offset, FindingDetail detail) =>
        message.Report(context, FindingName.TlsHandshakeMalformed, offset, message.Bytes.Length, detail);
}
