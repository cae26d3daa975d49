using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>What a well-formed ClientHello may still do wrong, and what it tells about the flow.</summary>
internal static class ClientHelloRules
{
    /// <summary>Extensions beyond this are not compared for doubles: no client sends so many.</summary>
    private const int MaximumCompared = 64;

    public static void Apply(in InspectionContext context, scoped in MessageView message, char transport)
    {
        var hello = ClientHello.Parse(message.Bytes, transport == 'd');
        if (hello.Failure is { } failure)
        {
            message.Report(context, FindingName.TlsHandshakeMalformed, hello.FailureOffset, message.Bytes.Length, failure);
            CheckExtensions(context, message, ref hello); // those before the break are evidence of their own
            return;
        }

        CheckExtensions(context, message, ref hello);
        var app = context.App;
        Span<byte> fingerprint = stackalloc byte[Ja4.Length];
        Ja4.Write(hello, transport, fingerprint);
        app.Fingerprint = app.Name(fingerprint);
        app.ServerName = hello.ServerName.IsEmpty ? app.ServerName : app.Name(hello.ServerName);
        app.TlsVersion = hello.HighestVersion();
        if (!hello.Alpn.IsEmpty)
        {
            app.ApplicationProtocol = app.Name(hello.Alpn.Slice(1, hello.Alpn[0]));
        }
    }

    private static void CheckExtensions(in InspectionContext context, scoped in MessageView message, ref ClientHello hello)
    {
        Span<ushort> seen = stackalloc ushort[MaximumCompared];
        var count = 0;
        var encryptedName = false;
        var reader = new ExtensionReader(hello.Extensions);
        while (reader.TryNext(out var type, out var body))
        {
            var header = hello.ExtensionsOffset + reader.HeaderOffset;
            if (!Grease.Is(type) && seen[..count].Contains(type))
            {
                Anomaly(context, message, header, 4 + body.Length, new FindingDetail("extension {0} occurs twice", type));
            }
            else if (count < MaximumCompared)
            {
                seen[count++] = type;
            }

            encryptedName |= type == TlsExtension.EncryptedServerName;
            Check(context, message, ref hello, type, body, header);
        }

        if (encryptedName && hello.HasServerName)
        {
            Anomaly(context, message, hello.ExtensionsOffset, hello.Extensions.Length, "server name both in clear and encrypted");
        }

        if (!hello.HasServerName && hello.Alpn.Length > 1)
        {
            CheckMissingName(context, message, hello);
        }
    }

    private static void Check(
        in InspectionContext context, scoped in MessageView message, ref ClientHello hello, ushort type, ReadOnlySpan<byte> body, int header)
    {
        switch (type)
        {
            case TlsExtension.ServerName:
                hello.ServerName = ServerNameRules.Check(context, message, body, header + 4);
                break;
            case TlsExtension.Alpn:
                CheckAlpn(context, message, body, header + 4);
                break;
            case TlsExtension.EncryptedClientHello when !body.IsEmpty && body[0] == 1:
                Anomaly(context, message, header, 4 + body.Length, "inner encrypted client hello outside of any encryption");
                break;
            default:
                break;
        }
    }

    private static void CheckAlpn(in InspectionContext context, scoped in MessageView message, ReadOnlySpan<byte> body, int offset)
    {
        if (!ClientHello.IsAlpn(body))
        {
            Anomaly(context, message, offset, body.Length, "application protocol list does not fill its extension");
            message.Report(context, FindingName.TlsAlpnSniMismatch, offset, body.Length,
                "offers application protocols in no readable form");
            return;
        }

        for (var at = 2; at < body.Length; at += 1 + body[at])
        {
            var name = body.Slice(at + 1, body[at]);
            if (!Alpns.IsCommon(name))
            {
                if (name.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0)
                {
                    Anomaly(context, message, offset + at + 1, name.Length, "application protocol is not printable ASCII");
                }

                message.Report(context, FindingName.TlsAlpnSniMismatch, offset + at + 1, name.Length,
                    "offers an application protocol that is not in common use");
                return;
            }
        }
    }

    /// <summary>Web protocols need a name (RFC 9113 s9.2); a client that offers them without one is no browser.</summary>
    private static void CheckMissingName(in InspectionContext context, scoped in MessageView message, scoped in ClientHello hello)
    {
        if (Alpns.IsWeb(hello.Alpn.Slice(1, hello.Alpn[0])))
        {
            message.Report(
                context, FindingName.TlsAlpnSniMismatch, hello.ExtensionsOffset, hello.Extensions.Length,
                "offers HTTP/2 or HTTP/3 but names no server");
        }
    }

    private static void Anomaly(
        in InspectionContext context, scoped in MessageView message, int offset, int length, FindingDetail detail) =>
        message.Report(context, FindingName.TlsExtensionAnomaly, offset, length, detail);
}
