using System.Runtime.CompilerServices;
using Stray.Capture.Decoding;
using Stray.Capture.Features;
using Stray.Capture.Flows;
using Stray.Capture.Flows.Tcp;
using Stray.Capture.Inspection;
using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Features;

public sealed class FlowEmitterTests
{
    private const long Start = 1_700_000_000_000_000_000; // Tuesday, 2023-11-14 22:13:20 UTC

    /// <summary>Every feature of the scopes Flow and Packets for the flow of <see cref="Conversation"/>, by hand.</summary>
    private static readonly Dictionary<Feature, double> Expected = new()
    {
        [Feature.Duration] = 0.8,
        [Feature.FwdPackets] = 3,
        [Feature.BwdPackets] = 3,
        [Feature.FwdBytes] = 60 + 54 + 154,
        [Feature.BwdBytes] = 60 + 354 + 54,
        [Feature.FwdPayload] = 100,
        [Feature.BwdPayload] = 300,
        [Feature.FwdPacketShare] = 0.5,
        [Feature.FwdByteShare] = 0.25,
        [Feature.FwdBytesPerPacket] = 100 / 3.0,
        [Feature.BwdBytesPerPacket] = 100,
        [Feature.PacketRate] = 6 / 0.8,
        [Feature.ByteRate] = 400 / 0.8,
        [Feature.Answered] = 1,
        [Feature.Failed] = 0,
        [Feature.Reset] = 1,
        [Feature.DstPortSystem] = 1,
        [Feature.DstPortDynamic] = 0,
        [Feature.SrcPortSystem] = 0,
        [Feature.ServerNameLength] = 3,
        [Feature.ServerNameEntropy] = 0.918296, // "aab": 2/3·log2(3/2) + 1/3·log2(3)
        [Feature.DaySin] = Math.Sin(2 * Math.PI * 80_000 / 86_400),
        [Feature.DayCos] = Math.Cos(2 * Math.PI * 80_000 / 86_400),
        [Feature.WeekSin] = Math.Sin(2 * Math.PI * 166_400 / 604_800), // since Monday 0:00
        [Feature.WeekCos] = Math.Cos(2 * Math.PI * 166_400 / 604_800),
        [Feature.FwdSizeStd] = 45.7918, // of 60, 54, 154
        [Feature.FwdSizeMin] = 54,
        [Feature.FwdSizeMax] = 154,
        [Feature.BwdSizeStd] = 140.0286, // of 60, 354, 54
        [Feature.BwdSizeMin] = 54,
        [Feature.BwdSizeMax] = 354,
        [Feature.IatMean] = 0.16, // 0.1, 0.1, 0.1, 0.4, 0.1
        [Feature.IatStd] = 0.12,
        [Feature.IatMin] = 0.1,
        [Feature.IatMax] = 0.4,
        [Feature.IatCv] = 0.75,
        [Feature.FwdIatCv] = 1 / 3.0, // 0.2, 0.1
        [Feature.BwdIatCv] = 0.25 / 0.35, // 0.6, 0.1
        [Feature.Payload1] = 100,
        [Feature.Payload2] = -300,
        [Feature.Payload3] = 0,
        [Feature.Payload4] = 0,
        [Feature.DataPacketShare] = 2 / 6.0,
        [Feature.SynCount] = 2,
        [Feature.FinCount] = 0,
        [Feature.RstCount] = 1,
        [Feature.PshShare] = 2 / 6.0,
        [Feature.RetransmissionShare] = 1 / 6.0,
        [Feature.OutOfOrderShare] = 2 / 6.0,
        [Feature.ZeroWindows] = 1,
        [Feature.HandshakeRtt] = 0.2,
        [Feature.FwdInitialWindow] = 64240,
        [Feature.BwdInitialWindow] = 65535,
        [Feature.FwdTtlMean] = 64,
        [Feature.BwdTtlMean] = 54, // 56, 50, 56
        [Feature.TtlSpread] = 6,
        [Feature.FwdEntropy] = 0,
        [Feature.BwdEntropy] = 1,
        [Feature.FwdPrintable] = 1,
        [Feature.BwdPrintable] = 35 / 64.0, // 0x20..0x3F, tab, CR, LF of 0..63
        [Feature.FindingsA] = 1,
        [Feature.FindingsC] = 1,
        [Feature.FindingsQ] = 2,
        [Feature.Requests] = double.NaN,
        [Feature.RequestErrors] = double.NaN,
        [Feature.RequestLengthMean] = double.NaN,
        [Feature.RequestEntropyMean] = double.NaN,
    };

    [Fact]
    public void Every_feature_of_a_flow_is_what_its_packets_add_up_to()
    {
        var findings = new FindingStore();
        var flow = Conversation(findings);
        FlowRecord? record = null;
        new FlowEmitter(findings, r => record = r).Emit(ref flow, FlowEnd.Closed);

        Assert.Equal(
            Enum.GetValues<Feature>().Where(f => FeatureCatalogue.Of(f).Scope is FeatureScope.Flow or FeatureScope.Packets),
            Expected.Keys);
        Assert.All(Expected, e => AssertClose(e.Value, record!.Features[(int)e.Key]));
    }

    [Fact]
    public void After_a_loss_gaps_and_order_are_not_observable_but_counts_are()
    {
        var findings = new FindingStore();
        var flow = Conversation(findings);
        flow.Tcp.Forward.Retransmissions = 1;
        var features = Emit(ref flow);
        foreach (var feature in new[] { Feature.IatMean, Feature.IatMax, Feature.BwdIatCv, Feature.Payload1, Feature.Payload4 })
        {
            Assert.True(float.IsNaN(features[(int)feature]), feature.ToString());
        }

        Assert.True(features[(int)Feature.RetransmissionShare] > 0);
        Assert.Equal(3, features[(int)Feature.FwdPackets]);
    }

    [Fact]
    public void Identity_and_findings_are_those_of_the_flow()
    {
        var findings = new FindingStore();
        var flow = Conversation(findings);
        FlowRecord? record = null;
        new FlowEmitter(findings, r => record = r, new EmitterOptions { Tenant = "t", Sensor = "tap0" }).Emit(ref flow, FlowEnd.Idle);

        Assert.Equal(("t", "tap0", "RSTR", FlowEnd.Idle), (record!.Tenant, record.Sensor, record.State, record.Ended));
        Assert.Equal(("10.0.0.5", "93.184.216.34"), (record.Source.ToString(), record.Destination.ToString()));
        Assert.Equal((40000, 80, 6), (record.SourcePort, record.DestinationPort, record.Protocol));
        Assert.Equal(FlowDirection.Outbound, record.Direction);
        Assert.Equal(CommunityId.Of(flow.Key), record.CommunityId);
        Assert.Equal("http", record.App);
        Assert.Equal(4, record.Findings.Count);
        Assert.Equal(FindingStore.None, flow.Findings);
    }

    [Fact]
    public void A_stretch_after_the_first_is_marked_and_gets_no_window_features()
    {
        var findings = new FindingStore();
        var flow = Conversation(findings);
        var records = new List<(bool Continued, float Flows)>();
        var emitter = new FlowEmitter(findings, r => records.Add((r.Continued, r.Features[(int)Feature.HostFlows60s])));
        emitter.Emit(ref flow, FlowEnd.Active);
        emitter.Emit(ref flow, FlowEnd.Closed);
        Assert.Equal([(false, 1f), (true, float.NaN)], records);
    }

    [Fact]
    public void A_flow_without_an_ip_header_is_a_link_flow()
    {
        var flow = new FlowState { Key = new FlowKey(new Address(0, 1), new Address(0, 2), 0, 0, 0, 0x0806), Start = Start, End = Start };
        flow.Forward = new FlowCounts { Packets = 1, Bytes = 60 };
        flow.Statistics.Add(new Packet { WireLength = 60, Time = Start, EtherType = 0x0806 }, Side.Forward);
        FlowRecord? record = null;
        new FlowEmitter(new FindingStore(), r => record = r).Emit(ref flow, FlowEnd.Idle);

        Assert.Equal((FlowDirection.Link, 0x0806, "", ""), (record!.Direction, record.EtherType, record.State, record.CommunityId));
        Assert.Equal(float.NaN, record.Features[(int)Feature.FwdTtlMean]);
        Assert.Equal(float.NaN, record.Features[(int)Feature.IatMean]);
        Assert.Equal(1, record.Features[(int)Feature.HostFlows60s]);
    }

    [Fact]
    public void Times_that_run_backwards_or_too_far_give_finite_features()
    {
        var flow = new FlowState { Key = Key(), Start = long.MinValue, End = long.MaxValue };
        foreach (var time in new[] { 0, long.MaxValue, long.MinValue, -1, long.MaxValue })
        {
            flow.Forward.Packets++;
            flow.Statistics.Add(new Packet { IpVersion = 4, WireLength = int.MaxValue, Time = time }, Side.Forward);
        }

        Assert.All(Emit(ref flow), f => Assert.False(float.IsInfinity(f)));
    }

    [Fact]
    public void Adding_a_packet_allocates_nothing_and_the_sums_stay_small()
    {
        var statistics = default(PacketStatistics);
        Assert.InRange(Unsafe.SizeOf<PacketStatistics>(), 1, 256);
        var payload = new byte[200];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            statistics.Add(Segment(payload, i, TcpFlags.Ack, 64, 100), (Side)(i & 1));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static FlowState Conversation(FindingStore findings)
    {
        var text = Enumerable.Repeat((byte)'A', 100).ToArray();
        var binary = Enumerable.Range(0, 300).Select(i => (byte)i).ToArray();
        var flow = new FlowState { Key = Key(), Start = Start, End = Start + 800_000_000, App = new AppState { Protocol = "http", ServerName = "aab" } };
        Add(ref flow, Side.Forward, Segment([], 0, TcpFlags.Syn, 64, 64240), 60);
        Add(ref flow, Side.Backward, Segment([], 100, TcpFlags.Syn | TcpFlags.Ack, 56, 65535), 60);
        Add(ref flow, Side.Forward, Segment([], 200, TcpFlags.Ack, 64, 502), 54);
        Add(ref flow, Side.Forward, Segment(text, 300, TcpFlags.Psh | TcpFlags.Ack, 64, 502), 154);
        Add(ref flow, Side.Backward, Segment(binary, 700, TcpFlags.Psh | TcpFlags.Ack, 50, 0), 354);
        Add(ref flow, Side.Backward, Segment([], 800, TcpFlags.Rst, 56, 0), 54);
        flow.Tcp.Forward.State = TcpSideState.Established;
        flow.Tcp.Backward.State = TcpSideState.Reset;
        flow.Tcp.Forward.Retransmissions = 1;
        flow.Tcp.Backward.OutOfOrder = 2;
        flow.Tcp.HandshakeRtt = 200_000_000;
        foreach (var name in new[]
        {
            FindingName.TcpFlagsIllegal, FindingName.TcpUrgentMisuse, FindingName.TcpChecksumBad, FindingName.TcpChecksumBad, FindingName.TcpSequenceGap,
        })
        {
            findings.Add(ref flow.Findings, new FlowFinding(name, 1, 0, 1, Start, 1, "test"));
        }

        return flow;
    }

    private static FlowKey Key()
    {
        Assert.True(Address.TryParse("10.0.0.5", out var client));
        Assert.True(Address.TryParse("93.184.216.34", out var server));
        return new FlowKey(client, server, 40000, 80, ProtocolNames.Tcp, 0);
    }

    private static Packet Segment(ReadOnlySpan<byte> payload, int milliseconds, TcpFlags flags, byte ttl, ushort window) => new()
    {
        Bytes = payload,
        PayloadLength = payload.Length,
        PayloadWireLength = payload.Length,
        WireLength = 54 + payload.Length,
        Time = Start + (milliseconds * 1_000_000L),
        IpVersion = 4,
        Protocol = ProtocolNames.Tcp,
        HasTransport = true,
        TimeToLive = ttl,
        Tcp = new TcpSegment { Flags = flags, Window = window },
    };

    private static void Add(ref FlowState flow, Side side, Packet packet, int wireLength)
    {
        packet.WireLength = wireLength;
        ref var counts = ref side == Side.Forward ? ref flow.Forward : ref flow.Backward;
        counts.Packets++;
        counts.Bytes += wireLength;
        counts.PayloadBytes += packet.PayloadWireLength;
        flow.Statistics.Add(packet, side);
    }

    private static float[] Emit(ref FlowState flow)
    {
        float[] features = [];
        new FlowEmitter(new FindingStore(), r => features = [.. r.Features]).Emit(ref flow, FlowEnd.EndOfInput);
        return features;
    }

    private static void AssertClose(double expected, float actual) => Assert.True(
        double.IsNaN(expected) ? float.IsNaN(actual) : Math.Abs(expected - actual) <= 1e-4 * Math.Max(1, Math.Abs(expected)),
        $"expected {expected}, found {actual}");
}
