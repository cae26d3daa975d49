using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>
/// Routing headers (RFC 8200 s4.4): which types are in use, and where the final destination lies for the pseudo-header.
/// </summary>
internal sealed class Ipv6RoutingHeader(DecodingReport report)
{
    private const byte Source = 0, Nimrod = 1, Mobile = 2, Rpl = 3, Segments = 4, Compact16 = 5, Compact32 = 6,
        Experiment1 = 253, Experiment2 = 254;

    public void Check(scoped in Packet packet, ref Cursor cursor, int length)
    {
        var header = packet.Bytes.Slice(cursor.Offset, length);
        var type = header[2];
        var segmentsLeft = header[3];
        if (type is Source or Nimrod or (> Compact32 and not (Experiment1 or Experiment2)))
        {
            report.Add(FindingName.Ipv6RoutingHeaderDeprecated, packet, cursor.Offset + 2, 1,
                new FindingDetail("routing header type {0}", type));
        }

        if ((type == Source && header[1] % 2 != 0) || (type == Mobile && header[1] != 2))
        {
            report.Add(FindingName.Ipv6ExtHeaderMalformed, packet, cursor.Offset + 1, 1,
                new FindingDetail("length {0} of a type {1} routing header holds no whole addresses", header[1], type));
            return;
        }

        if (segmentsLeft == 0)
        {
            return;
        }

        switch (type)
        {
            case Source or Mobile when length >= 24:
                cursor.PseudoDestination = cursor.Offset + length - 16;
                break;
            case Segments when length >= 24:
                cursor.PseudoDestination = cursor.Offset + 8; // the list is stored backwards (RFC 8754 s2)
                break;
            case Rpl or Compact16 or Compact32:
                cursor.PseudoLost = true; // compressed addresses
                break;
        }
    }
}
