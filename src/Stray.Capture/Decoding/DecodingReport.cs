using Stray.Capture.Decoding.Link;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding;

/// <summary>Where all layer decoders report: findings of the current packet and running counters.</summary>
internal sealed class DecodingReport(PacketFindings findings, DecodingCounters counters)
{
    public DecodingCounters Counters => counters;

    public void Add(FindingName name, scoped in Packet packet, int offset, int length, FindingDetail detail) =>
        findings.Add(name, packet, offset, length, detail);

    /// <summary>
    /// Ends decoding because a header of <paramref name="needed"/> bytes is not there: a finding when it was not on the wire
    /// either, a snaplen cut when it was.
    /// </summary>
    public Layer TooShort(FindingName name, scoped in Packet packet, scoped in Cursor cursor, int needed, string what)
    {
        if (cursor.OnWire >= needed)
        {
            return CutBySnaplen(packet, cursor);
        }

        Add(name, packet, cursor.Offset, Math.Max(0, cursor.Captured),
            new FindingDetail(what, Math.Max(0, cursor.OnWire), needed));
        return Layer.Done;
    }

    /// <summary>
    /// Ends decoding because the snaplen cut a header: what is in the packet cannot be known. Says so for IP and above, as a
    /// fact about the capture; a cut payload is only a size.
    /// </summary>
    public Layer CutBySnaplen(scoped in Packet packet, scoped in Cursor cursor)
    {
        counters.SnaplenCuts++;
        if (packet.IpVersion != 0 || packet.EtherType is EtherTypes.Ipv4 or EtherTypes.Ipv6)
        {
            Add(FindingName.IpPacketTruncated, packet, Math.Min(cursor.Offset, cursor.End), Math.Max(0, cursor.Captured),
                "the snaplen cut a header");
        }

        return Layer.Done;
    }

    /// <summary>Ends decoding with a finding about <paramref name="length"/> bytes from the cursor on.</summary>
    public Layer Reject(FindingName name, scoped in Packet packet, int offset, int length, FindingDetail detail)
    {
        Add(name, packet, offset, length, detail);
        return Layer.Done;
    }
}
