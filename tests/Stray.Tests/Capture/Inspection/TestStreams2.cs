using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Capture.Inspection;
using Stray.Capture.Inspection.Dns;
using Stray.Capture.Inspection.Http;
using Stray.Capture.Inspection.Http2;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection;

/// <summary>
/// What DNS, HTTP and HTTP/2 inspection find in a capture, over a small decoder and reassembly of the tests' own: these
/// tests measure the inspectors, and must not fail for what lies before them. One entry point: <see cref="FindingsOf"/>.
/// </summary>
internal static class TestStreams2
{
    private const int Followed = 4000;

    public static List<FlowFinding> FindingsOf(string path)
    {
        var flows = new Dictionary<FlowKey, TestFlow>();
        var findings = new List<FlowFinding>();
        Assert.True(FrameFile.TryOpen(path, out var file, out var failure), failure?.ToString());
        using (file)
        {
            while (file!.TryRead(out var frame))
            {
                Take(frame, flows);
            }
        }

        foreach (var flow in flows.Values.Take(Followed))
        {
            flow.End(findings);
        }

        return findings;
    }

    private static void Take(Frame frame, Dictionary<FlowKey, TestFlow> flows)
    {
        var bytes = frame.Bytes;
        var at = NetworkOffset(bytes, frame.LinkType);
        if (at < 0 || at + 20 > bytes.Length || !TryNetwork(bytes, ref at, out var packet))
        {
            return;
        }

        var header = packet.Protocol == ProtocolNames.Tcp ? 20 : 8;
        if (packet.Protocol is not (ProtocolNames.Tcp or ProtocolNames.Udp) || at + header > bytes.Length)
        {
            return;
        }

        var (from, to) = (BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]));
        var low = packet.Source.CompareTo(packet.Destination) is var order && (order < 0 || (order == 0 && from <= to));
        var key = low
            ? new FlowKey(packet.Source, packet.Destination, from, to, packet.Protocol, 0x0800)
            : new FlowKey(packet.Destination, packet.Source, to, from, packet.Protocol, 0x0800);
        if (!flows.TryGetValue(key, out var flow))
        {
            var opening = packet.Protocol == ProtocolNames.Tcp && (bytes[at + 13] & 0x02) != 0;
            var reversed = opening && (bytes[at + 13] & 0x10) != 0;
            flows[key] = flow = new TestFlow(key, initiatorIsHigh: low == reversed, midstream: packet.Protocol == ProtocolNames.Tcp && !opening);
        }

        flow.Take(frame, at, packet.End, fromLow: low);
    }

    private static int NetworkOffset(ReadOnlySpan<byte> bytes, LinkType link)
    {
        var at = link switch
        {
            LinkType.Ethernet => 14,
            LinkType.Raw or LinkType.RawBsd or LinkType.RawOpenBsd or LinkType.Ipv4 or LinkType.Ipv6 => 0,
            LinkType.Null or LinkType.Loop => 4,
            LinkType.LinuxSll => 16,
            _ => -1,
        };
        while (link == LinkType.Ethernet && at + 4 <= bytes.Length && BinaryPrimitives.ReadUInt16BigEndian(bytes[(at - 2)..]) is 0x8100 or 0x88A8)
        {
            at += 4;
        }

        return at;
    }

    private static bool TryNetwork(ReadOnlySpan<byte> bytes, ref int at, out (Address Source, Address Destination, byte Protocol, int End) packet)
    {
        packet = default;
        if (bytes[at] >> 4 == 4)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            var fragment = (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 6)..]) & 0x3FFF) != 0;
            packet = (Address.FromBytes(bytes.Slice(at + 12, 4)), Address.FromBytes(bytes.Slice(at + 16, 4)), bytes[at + 9], at + length);
            at += (bytes[at] & 15) * 4;
            return !fragment;
        }

        if (bytes[at] >> 4 != 6 || at + 40 > bytes.Length)
        {
            return false;
        }

        var payload = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 4)..]);
        packet = (Address.FromBytes(bytes.Slice(at + 8, 16)), Address.FromBytes(bytes.Slice(at + 24, 16)), bytes[at + 6], at + 40 + payload);
        at += 40;
        return true;
    }

    /// <summary>As the registry does it: content first, the port of the DNS family for messages too broken to be recognised.</summary>
    public static ProtocolInspector? Recognise(ReadOnlySpan<byte> first, Side side, bool udp, in FlowState flow)
    {
        var dnsPort = DnsPorts.Contains(flow.SourcePort) || DnsPorts.Contains(flow.DestinationPort);
        if (DnsProbe.Probe(first, side, udp) == ProbeResult.Yes || (udp && dnsPort))
        {
            return new DnsInspector();
        }

        return Http2Probe.Probe(first, side, udp) == ProbeResult.Yes ? new Http2Inspector()
            : HttpProbe.Probe(first, side, udp) == ProbeResult.Yes ? new HttpInspector()
            : null;
    }
}
