using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

public sealed class FlowCostTests
{
    private const int Flows = 50_000;

    [Fact]
    public void Packets_and_new_flows_allocate_nothing_after_warm_up()
    {
        var tracker = Tracker(new FlowOptions { TableBytes = (long)FlowTable.SlotBytes * 1000 });
        Flood(tracker, 5_000);
        Talk(tracker, 5_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Flood(tracker, 5_000);
        Talk(tracker, 5_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Memory_stays_flat_under_spoofed_tuples()
    {
        var tracker = Tracker(new FlowOptions { TableBytes = (long)FlowTable.SlotBytes * Flows });
        Flood(tracker, 2 * Flows);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Flood(tracker, 2_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(tracker.MostFlows, tracker.LiveFlows);
    }

    [Fact]
    public void A_flow_slot_is_a_few_hundred_bytes() => Assert.InRange(FlowTable.SlotBytes, 200, 800);

    private static FlowTracker Tracker(FlowOptions options)
    {
        var findings = new FindingStore();
        var drained = new List<FlowFinding>();
        return new FlowTracker(options, findings, new ProtocolInspection(findings), Drain, seed: 7);

        void Drain(ref FlowState flow, FlowEnd reason)
        {
            drained.Clear();
            findings.Drain(ref flow.Findings, drained);
        }
    }

    private static void Flood(FlowTracker tracker, int count)
    {
        var none = Pending;
        var packet = Segment(0x30000000, 1, TcpFlags.Syn, 0);
        for (var i = 0u; i < count; i++)
        {
            packet.Source = Address.FromV4(0x30000000 + (i * 2654435761));
            packet.Time += 1000;
            tracker.Track(packet, none);
        }
    }

    private static void Talk(FlowTracker tracker, int count)
    {
        var packet = Segment(0x0A000001, 2, TcpFlags.Ack, 1000);
        for (var i = 0u; i < count; i++)
        {
            packet.Tcp.Sequence = i * 1000;
            if (i % 10 == 9)
                packet.Tcp.Sequence -= 1000;
            packet.Frame++;
            tracker.Track(packet, Pending);
        }
    }

    private static PacketFindings Pending { get; } = new();

    private static byte[] Zeros { get; } = new byte[2000];

    private static Packet Segment(uint source, uint destination, TcpFlags flags, int payload) => new()
    {
        Bytes = Zeros.AsSpan(0, 40 + payload),
        Time = Packets.Start,
        WireLength = 40 + payload,
        CapturedLength = 40 + payload,
        IpVersion = 4,
        Protocol = ProtocolNames.Tcp,
        Source = Address.FromV4(source),
        Destination = Address.FromV4(destination),
        SourcePort = 4000,
        DestinationPort = 80,
        HasTransport = true,
        TransportOffset = 20,
        TransportWireLength = 20 + payload,
        PayloadOffset = 40,
        PayloadLength = payload,
        PayloadWireLength = payload,
        Tcp = new TcpSegment { Flags = flags, Window = 8192, WindowScale = -1 },
    };
}
