using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Ntp;

/// <summary>NTP (RFC 5905 s7.3, s7.5): whole headers in all modes, and extension fields that fit.</summary>
public sealed class NtpInspector : ProtocolInspector
{
    private const int HeaderLength = 48;

    /// <summary>RFC 9327 s2.</summary>
    private const int ControlHeader = 12;

    /// <summary>The private mode 7 of ntpd.</summary>
    private const int PrivateHeader = 8;

    public override string Protocol => "ntp";

    public override void Reset()
    {
    }

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var message = new PlacedBytes(chunk, chunk.Bytes, 0);
        var version = (chunk.Bytes[0] >> 3) & 7;
        var mode = chunk.Bytes[0] & 7;
        if (version is 0 or > 4 || mode == 0)
        {
            return; // what these mean no standard says
        }

        var least = mode switch { 6 => ControlHeader, 7 => PrivateHeader, _ => HeaderLength };
        if (chunk.WireLength < least)
        {
            message.Report(context, FindingName.NtpMalformed, 0, message.Length,
                new FindingDetail("{0} bytes cannot hold a header of {1}", chunk.WireLength, least));
            return;
        }

        if (message.Length < least)
        {
            return;
        }

        switch (mode)
        {
            case 6:
                CheckControl(context, message, chunk.WireLength);
                break;
            case 7:
                CheckPrivate(context, message, chunk.WireLength);
                break;
            default:
                CheckExtensions(context, message, chunk.WireLength, version);
                break;
        }
    }

    private static void CheckControl(scoped in InspectionContext context, scoped in PlacedBytes message, int length)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(message.Bytes[10..]);
        if (ControlHeader + count > length)
        {
            message.Report(context, FindingName.NtpMalformed, 10, 2,
                new FindingDetail("count {0} where {1} bytes follow", count, length - ControlHeader));
        }
    }

    private static void CheckPrivate(scoped in InspectionContext context, scoped in PlacedBytes message, int length)
    {
        var items = BinaryPrimitives.ReadUInt16BigEndian(message.Bytes[4..]) & 0x0FFF;
        var size = BinaryPrimitives.ReadUInt16BigEndian(message.Bytes[6..]) & 0x0FFF;
        if (PrivateHeader + (items * size) > length)
        {
            message.Report(context, FindingName.NtpMalformed, 4, 4,
                new FindingDetail("{0} bytes of items where {1} follow", items * size, length - PrivateHeader));
        }
    }

    private static void CheckExtensions(scoped in InspectionContext context, scoped in PlacedBytes message, int length, int version)
    {
        if (version != 4 || message.Length < length)
        {
            return;
        }

        var at = NtpExtensions.FindFlaw(message.Bytes, HeaderLength);
        if (at >= 0)
        {
            message.Report(context, FindingName.NtpMalformed, at, Math.Min(4, length - at),
                new FindingDetail("extension field or code of {0} bytes does not fit the datagram", length - at));
        }
    }
}
