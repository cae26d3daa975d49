using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>The short records: ChangeCipherSpec (RFC 5246 s7.1), alerts (RFC 8446 s6) and heartbeats (RFC 6520).</summary>
internal static class RecordRules
{
    private const int AlertLength = 2;
    private const byte Fatal = 2;

    /// <summary>One alert says it all; a record full of them is meant to be parsed, not read.</summary>
    private const int MaximumAlerts = 5;

    /// <summary>Type, length and at least 16 bytes of padding around a heartbeat's payload (RFC 6520 s4).</summary>
    private const int HeartbeatOverhead = 19;

    /// <summary>The least any cipher adds: the 16 bytes of RC4 with MD5 or of an AEAD tag.</summary>
    private const int CipherOverhead = 16;

    /// <param name="side">Has just received the last byte of a record.</param>
    public static void Apply(in InspectionContext context, TlsSide side, TlsSide other, TlsSession session)
    {
        switch (side.Type)
        {
            case ContentType.ChangeCipherSpec:
                CheckChangeCipherSpec(context, side, session);
                break;
            case ContentType.Alert when !side.Encrypted && (side.SawHandshake || side.Length == AlertLength):
                CheckAlert(context, side);
                break;
            case ContentType.Heartbeat:
                CheckHeartbeat(context, side, other);
                break;
            default:
                break;
        }
    }

    private static void CheckChangeCipherSpec(in InspectionContext context, TlsSide side, TlsSession session)
    {
        if (!side.Encrypted && (side.Length != 1 || side.Content[0] != 1))
        {
            Report(context, FindingName.TlsHandshakeMalformed, side, side.Length, "ChangeCipherSpec is not the single byte 1");
        }

        side.Encrypted |= !session.IsTls13;
    }

    private static void CheckAlert(in InspectionContext context, TlsSide side)
    {
        if (side.Length % AlertLength != 0 || side.Content[0] is not (1 or Fatal))
        {
            Report(context, FindingName.TlsHandshakeMalformed, side, side.Length,
                new FindingDetail("alert of {0} bytes and level {1}", side.Length, side.Content[0]));
        }
        else if (side.Length > MaximumAlerts * AlertLength)
        {
            Report(context, FindingName.TlsFatalAlert, side, side.Length,
                new FindingDetail("{0} alerts in one record", side.Length / AlertLength));
        }
        else if (side.Content[0] == Fatal)
        {
            Report(context, FindingName.TlsFatalAlert, side, AlertLength, new FindingDetail("fatal alert {0}", side.Content[1]));
        }
    }

    private static void CheckHeartbeat(in InspectionContext context, TlsSide side, TlsSide other)
    {
        if (!side.Encrypted && side.SawHandshake)
        {
            var payload = side.ContentLength < 3 ? 0 : BinaryPrimitives.ReadUInt16BigEndian(side.Content.AsSpan(1));
            if (side.ContentLength < 3 || side.Content[0] is not (1 or 2) || payload + HeartbeatOverhead > side.Length)
            {
                Report(context, FindingName.TlsHeartbeatAbuse, side, side.Length,
                    new FindingDetail("heartbeat claims {0} bytes in a record of {1}", payload, side.Length));
                return;
            }
        }
        else if (side.Length < HeartbeatOverhead + CipherOverhead)
        {
            Report(context, FindingName.TlsHeartbeatAbuse, side, side.Length,
                new FindingDetail("encrypted heartbeat of {0} bytes has no room for its padding", side.Length));
        }
        else if (other.HeartbeatLength > 0 && side.Length > other.HeartbeatLength)
        {
            Report(
                context, FindingName.TlsHeartbeatAbuse, side, side.Length,
                new FindingDetail("heartbeat of {0} bytes answered with {1}", other.HeartbeatLength, side.Length));
        }

        side.HeartbeatLength = other.HeartbeatLength > 0 ? 0 : side.Length;
        other.HeartbeatLength = 0;
    }

    private static void Report(in InspectionContext context, FindingName name, TlsSide side, int length, FindingDetail detail)
    {
        var place = side.ContentPlace;
        context.ReportAt(name, place.Frame, place.Offset, length, place.Time, detail);
    }
}
