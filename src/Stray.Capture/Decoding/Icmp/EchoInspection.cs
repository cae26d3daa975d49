using Stray.Capture.Decoding.Ip;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Icmp;

/// <summary>
/// What diagnostic tools put into an echo is a pattern: counting bytes, one byte or a short text over and over, perhaps
/// behind a time stamp. Anything else is a payload somebody wanted carried. Whether it comes back as it was sent
/// (RFC 792) is for the flow stage.
/// </summary>
internal sealed class EchoInspection(DecodingReport report)
{
    /// <summary>
    /// Below this a payload says too little; time stamps and tool signatures lie in the first bytes of a longer one.
    /// </summary>
    private const int SmallestPayload = 48;
    private const int Stamp = 24;

    /// <summary>
    /// Share of the entropy that as many bytes can have at most: encrypted or compressed data has nearly all of it.
    /// </summary>
    private const double RandomShare = 0.9;

    public void Check(scoped in Packet packet)
    {
        if (packet.PayloadLength < SmallestPayload)
        {
            return;
        }

        if (HoldsDatagram(packet.Payload))
        {
            Suspect(packet, "an IP header in echo data");
        }
        else if (!IsPattern(packet.Payload[Stamp..]) && ByteEntropy.Share(packet.Payload[Stamp..]) > RandomShare)
        {
            Suspect(packet, "echo data of {0} bytes looks random");
        }
    }

    private void Suspect(scoped in Packet packet, string text) => report.Add(
        FindingName.IcmpTunnelSuspected, packet, packet.PayloadOffset, packet.PayloadLength,
        new FindingDetail(text, packet.PayloadLength));

    /// <summary>An IPv4 header whose own checksum holds, within the first bytes (tools put a small header in front).</summary>
    private static bool HoldsDatagram(ReadOnlySpan<byte> payload)
    {
        for (var offset = 0; offset <= 28 && offset + Ipv4Header.Size <= payload.Length; offset += 4)
        {
            if (payload[offset] == 0x45 && InternetChecksum.IsValid(InternetChecksum.Sum(payload.Slice(offset, Ipv4Header.Size))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether nearly every byte follows from one of the 32 before it by repetition or by counting up.</summary>
    private static bool IsPattern(ReadOnlySpan<byte> payload)
    {
        var counting = 0;
        for (var i = 1; i < payload.Length; i++)
        {
            counting += payload[i] == (byte)(payload[i - 1] + 1) ? 1 : 0;
        }

        // A text of 23 letters that starts over breaks the count once in 23.
        return counting >= (payload.Length - 1) * 0.85 || Repeats(payload);
    }

    private static bool Repeats(ReadOnlySpan<byte> payload)
    {
        for (var period = 1; period <= 32 && period * 2 <= payload.Length; period++)
        {
            if (payload[period..].SequenceEqual(payload[..^period]))
            {
                return true;
            }
        }

        return false;
    }
}
