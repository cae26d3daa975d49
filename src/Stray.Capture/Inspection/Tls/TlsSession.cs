using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>What both sides of one TLS connection have agreed on; hands whole handshake messages to their rules.</summary>
/// <param name="transport">JA4's letter: <c>t</c>, <c>q</c> or <c>d</c>.</param>
internal sealed class TlsSession(char transport)
{
    private const int Header = 4;
    private bool _helloSeen;
    private Side _client;

    /// <summary>TLS 1.3 leaves ChangeCipherSpec without meaning (RFC 8446 s5).</summary>
    public bool IsTls13 { get; private set; }

    public void Reset()
    {
        _helloSeen = false;
        _client = Side.Forward;
        IsTls13 = false;
    }

    public void OnMessage(in InspectionContext context, scoped in MessageView message)
    {
        switch (message.Bytes[0])
        {
            case HandshakeType.ClientHello:
                OnClientHello(context, message);
                break;
            case HandshakeType.ServerHello:
                ServerHelloRules.Apply(context, message);
                IsTls13 = context.App.TlsVersion is 0x0304 or 0xFEFC or (>= 0x7F00 and <= 0x7FFF);
                break;
            case HandshakeType.Certificate when !IsTls13:
                CertificateRules.Apply(context, message, !_helloSeen || context.Side != _client);
                break;
            case HandshakeType.CertificateStatus:
                CertificateRules.ApplyStatus(context, message);
                break;
            case HandshakeType.HelloRequest or HandshakeType.ServerHelloDone when message.Bytes.Length > Header:
                Malformed(context, message, "a message without content has some");
                break;
            default:
                break;
        }
    }

    private void OnClientHello(in InspectionContext context, scoped in MessageView message)
    {
        if (_helloSeen && context.Side != _client)
        {
            Malformed(context, message, "both sides send a ClientHello");
            return;
        }

        _helloSeen = true;
        _client = context.Side;
        ClientHelloRules.Apply(context, message, transport);
    }

    private static void Malformed(in InspectionContext context, scoped in MessageView message, FindingDetail detail) =>
        message.Report(context, FindingName.TlsHandshakeMalformed, 0, message.Bytes.Length, detail);
}
