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
            counters.SnaplenCuts++;
            return Layer.Done;
        }

        Add(name, packet, cursor.Offset, Math.Max(0, cursor.Captured), new FindingDetail(what, Math.Max(0, cursor.OnWire), needed));
        return Layer.Done;
    }

    /// <summary>Ends decoding with a finding about <paramref name="length"/> bytes from the cursor on.</summary>
    public Layer Reject(FindingName name, scoped in Packet packet, int offset, int length, FindingDetail detail)
    {
        Add(name, packet, offset, length, detail);
        return Layer.Done;
    }
}
