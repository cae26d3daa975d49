using static Stray.Contracts.Findings.FindingName;
using static Stray.Tests.Capture.PacketBuilder;

namespace Stray.Tests.Capture.Decoding;

internal static partial class DecoderCases
{
    private const int More = 0x2000;

    private static IEnumerable<DecoderCase> Fragments()
    {
        var datagram = Ipv4(17, Udp(1000, 9, Noise(232)))[20..];
        byte[] first = Piece(datagram[..80], 0, true), second = Piece(datagram[80..160], 80, true), last = Piece(datagram[160..], 160, false);
        byte[][] sound = [first, first, last, second];
        var small = Piece(datagram[..24], 0, true);
        return
        [
            Train("Fragment over bytes that came before", IpFragmentOverlap, [first, Piece(datagram[72..152], 72, true)], (34, 80), sound),
            Train("Tiny fragment twice", IpFragmentOverlap, [small, small], (34, 24), sound),
            Train("Overlap with other bytes", IpFragmentInconsistent, [first, Piece(Noise(80, 2), 72, true)], (34, 80), sound),
            Train("Fragment of another protocol", IpFragmentInconsistent, [first, Ethernet(0x0800, Ipv4(6, datagram[80..160], fragment: 10))], (23, 1), sound),
            Train("Two last fragments", IpFragmentInconsistent, [last, Piece(datagram[160..], 168, false)], (20, 2), sound),
            Train("Fragment too small for its transport header", IpFragmentTiny, [small], (34, 24), sound),
            Train("Fragment beyond the largest datagram", IpFragmentOversize, [Piece(datagram[..80], 65528, false)], (20, 2), sound),
            Train("Fragment of 81 bytes that is not the last", IpFragmentLengthInvalid, [Piece(datagram[..81], 0, true)], (20, 2), sound),
            Train("Fragment that forbids fragmentation", IpFragmentWithDf, [Ethernet(0x0800, Ipv4(17, datagram[..80], fragment: 0x6000))], (20, 2), sound),
            Train("Fragment cut by the snaplen", IpFragmentIncomplete, [first[..74]], (34, 40), sound) with { WireLength = first.Length },
            Train("IPv6 fragment of 81 bytes that is not the last", IpFragmentLengthInvalid, [Piece6(datagram[..81], 0, true)], (56, 2), [Piece6(datagram[..80], 0, true), Piece6(datagram[80..], 80, false)]),
            Train("IPv6 fragment beyond the largest datagram", IpFragmentOversize, [Piece6(datagram[..80], 65528, false)], (56, 2), [Piece6(datagram[..80], 0, true), Piece6(datagram[80..], 80, false)]),
            Train("IPv6 fragments overlap", IpFragmentOverlap, [Piece6(datagram[..80], 0, true), Piece6(datagram[72..], 72, false)], (62, 168), [Piece6(datagram[80..], 80, false), Piece6(datagram[..80], 0, true)]),
        ];
    }

    private static byte[] Piece(byte[] payload, int offset, bool more) =>
        Ethernet(0x0800, Ipv4(17, payload, fragment: (offset / 8) | (more ? More : 0)));

    private static byte[] Piece6(byte[] payload, int offset, bool more) =>
        Frame6(44, Join([17, 0], U16(offset | (more ? 1 : 0)), U32(77), payload));
}
