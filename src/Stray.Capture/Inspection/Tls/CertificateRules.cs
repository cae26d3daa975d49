using Stray.Capture.Inspection.Tls.X509;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>The certificate list in the clear (RFC 5246 s7.4.2) and stapled status (RFC 6066 s8); TLS 1.3 encrypts both.</summary>
internal static class CertificateRules
{
    private const int Header = 4;
    private const int MaximumCertificates = 32;

    /// <param name="fromServer">A client without a certificate sends an empty list; a server must not.</param>
    public static void Apply(in InspectionContext context, scoped in MessageView message, bool fromServer)
    {
        var outer = new TlsReader(message.Bytes[Header..]);
        if (!outer.TryVector(3, out var list) || outer.Remaining != 0)
        {
            Malformed(context, message, Header, "certificate list does not fill its message");
            return;
        }

        if (list.IsEmpty && fromServer)
        {
            Malformed(context, message, Header, "server sends no certificate");
        }

        var reader = new TlsReader(list);
        for (var i = 0; reader.Remaining > 0 && i < MaximumCertificates; i++)
        {
            var at = Header + 3 + reader.Offset;
            if (!reader.TryVector(3, out var certificate))
            {
                Malformed(context, message, at, "certificate runs past its list");
                return;
            }

            if (certificate.IsEmpty)
            {
                Malformed(context, message, at, "certificate of no bytes");
            }
            else
            {
                CheckCertificate(context, message, certificate, at + 3);
            }
        }
    }

    public static void ApplyStatus(in InspectionContext context, scoped in MessageView message)
    {
        var reader = new TlsReader(message.Bytes[Header..]);
        if (!reader.TryByte(out var type) || type != 1)
        {
            return; // status types other than OCSP have lists of their own
        }

        if (!reader.TryVector(3, out var response) || reader.Remaining != 0)
        {
            Malformed(context, message, Header + 1, "stapled status does not fill its message");
        }
        else if (response.IsEmpty)
        {
            Malformed(context, message, Header + 1, "stapled status of no bytes");
        }
    }

    private static void CheckCertificate(
        in InspectionContext context, scoped in MessageView message, ReadOnlySpan<byte> certificate, int offset)
    {
        var flaw = CertificateWalk.Check(certificate);
        if (flaw.Text is null)
        {
            return;
        }

        message.Report(context, FindingName.TlsCertificateMalformed, offset + flaw.Offset, flaw.Length, flaw.Text);
        if (flaw.Structural)
        {
            // A message whose certificate cannot be taken apart does not parse either (RFC 5246 s7.4.2: ASN.1Cert).
            message.Report(context, FindingName.TlsHandshakeMalformed, offset + flaw.Offset, flaw.Length, flaw.Text);
        }
    }

    private static void Malformed(in InspectionContext context, scoped in MessageView message, int offset, FindingDetail detail) =>
        message.Report(context, FindingName.TlsHandshakeMalformed, offset, 3, detail);
}
