using System.Runtime.CompilerServices;
using Stray.Capture.Decoding;
using Stray.Capture.Flows.Reassembly;
using Stray.Capture.Flows.Tcp;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>
/// Steps 3 and 4 of the data path for one packet: finds or begins its flow, counts it, follows TCP, hands bytes to
/// inspection, and ends flows by packet time. Bounded in memory; every end has a counted reason
/// (<see cref="CaptureQuality.Ended"/>). One instance per worker, not thread-safe.
/// </summary>
public sealed class FlowTracker
{
    /// <summary>How often expired flows are looked for, in packet time: late enough to cost nothing, early enough to be live.</summary>
    private const long SweepInterval = 100_000_000;

    private readonly FlowTable _table;
    private readonly FindingStore _findings;
    private readonly ProtocolInspection _inspection;
    private readonly FlowEnding _ending;
    private readonly TcpTracker _tcp;
    private readonly IcmpRules _icmp;
    private readonly FlowShape _shape;
    private readonly long[] _timeouts = new long[(int)TimeoutClass.Count];
    private readonly long _activeTimeout;
    private PacketClock _clock;
    private long _nextSweep;

    /// <param name="ending">Step 5, <c>FlowEmitter.Emit</c>.</param>
    /// <param name="seed">The run's secret for the table's hash; random in production, constant in tests.</param>
    public FlowTracker(FlowOptions options, FindingStore findings, ProtocolInspection inspection, FlowEnding ending, ulong seed)
        : this(options, findings, inspection, StreamConsumer.Of(inspection), ending, seed)
    {
    }

    internal FlowTracker(
        FlowOptions options, FindingStore findings, ProtocolInspection inspection, StreamConsumer streams, FlowEnding ending, ulong seed)
    {
        _findings = findings;
        _inspection = inspection;
        _ending = ending;
        _table = new FlowTable(options.TableBytes, seed);
        var report = new TcpReport(findings);
        var assembler = new StreamAssembler(streams, report, new SegmentPool(options.ReorderBytes),
            new RetainedStreams(options.RetainedBytes), options.ReorderBytesPerSide);
        _tcp = new TcpTracker(report, assembler, Quality);
        _icmp = new IcmpRules(findings, _table);
        _shape = new FlowShape(findings, Quality);
        _activeTimeout = FlowOptions.Nanoseconds(options.Active);
        for (var i = 0; i < _timeouts.Length; i++)
            _timeouts[i] = options.Timeout((TimeoutClass)i);
    }

    public CaptureQuality Quality { get; } = new();

    public int LiveFlows => _table.Count;

    public int MostFlows => _table.Capacity;

    /// <summary>Time goes on while no packet comes: flows that fell silent end now, not when the next packet does come.</summary>
    /// <param name="now">By the clock that stamps the packets, nanoseconds since 1970 UTC.</param>
    public void PassTime(long now)
    {
        _clock.Advance(now);
        if (_nextSweep - _clock.Now is <= 0 or > SweepInterval)
            Sweep();
    }

    public void Track(scoped in Packet packet, PacketFindings pending)
    {
        PassTime(packet.Time);
        var slot = Locate(packet, out var side);
        ref var flow = ref _table[slot];
        if (packet.EarlierFragments > 0)
            TakeFragments(ref flow, side, packet);
        Count(ref flow, side, packet);
        Attach(ref flow, packet, pending);
        Quality.OnPacket(packet);
        Inspect(ref flow, side, packet);
        flow.End = Math.Max(flow.End, packet.Time);
        _table.Touch(slot, ClassOf(flow), _clock.Now);
    }

    /// <summary>Findings about fragments whose datagram never completed; a flow that ended before is beyond them, which is counted.</summary>
    public void Track(ReadOnlySpan<DetachedFinding> late)
    {
        foreach (ref readonly var item in late)
        {
            var key = FlowKey.OfTuple(item.Source, item.Destination, 0, 0, 0, out _) with { Protocol = item.Protocol };
            var slot = _table.Find(key, _table.HashOf(key));
            if (slot == 0)
                Quality.LateFindings++;
            else
                _findings.Add(ref _table[slot].Findings, item.Finding);
        }
    }

    /// <summary>The input ended: ends every flow, oldest first.</summary>
    public void Finish()
    {
        for (var kind = (TimeoutClass)0; kind < TimeoutClass.Count; kind++)
        {
            while (_table.Oldest(kind) is var slot and not 0)
                End(slot, kind == TimeoutClass.TcpClosed ? FlowEnd.Closed : FlowEnd.EndOfInput);
        }
    }

    private int Locate(scoped in Packet packet, out Side side)
    {
        var key = FlowKey.Of(packet, out var sourceIsHigh);
        var hash = _table.HashOf(key);
        var slot = _table.Find(key, hash);
        var previous = Previous.None;
        if (slot != 0)
            previous = EndIfOver(ref slot, packet, sourceIsHigh);
        if (slot == 0)
        {
            if (_table.Count >= _table.Capacity)
                End(_table.Oldest(_table.LargestClass()), FlowEnd.Evicted);
            slot = Begin(packet, key, hash, sourceIsHigh);
            if (previous != Previous.None)
                FlowStart.AfterReuse(ref _table[slot], packet, previous, _findings);
        }

        side = _table[slot].InitiatorIsHigh == sourceIsHigh ? Side.Forward : Side.Backward;
        return slot;
    }

    /// <summary>Ends the flow the packet seems to belong to when it is over: too long ago, or its ports were taken anew.</summary>
    private Previous EndIfOver(ref int slot, scoped in Packet packet, bool sourceIsHigh)
    {
        ref var flow = ref _table[slot];
        var kind = _table.ClassOf(slot);
        var previous = Previous.None;
        if (packet.Time - flow.End > _timeouts[(int)kind])
            End(slot, kind == TimeoutClass.TcpClosed ? FlowEnd.Closed : FlowEnd.Idle);
        else if (packet.IsTcp && packet.Tcp.Has(TcpFlags.Syn) && FlowStart.TakesPorts(flow, packet, sourceIsHigh, out previous))
            End(slot, FlowEnd.Closed);
        else
        {
            if (packet.Time - flow.Start >= _activeTimeout)
                EndStretch(ref flow, packet);
            return Previous.None;
        }

        slot = 0;
        return previous;
    }

    private int Begin(scoped in Packet packet, in FlowKey key, uint hash, bool sourceIsHigh)
    {
        var slot = _table.Add(key, hash, TimeoutClass.Other);
        ref var flow = ref _table[slot];
        flow.Start = flow.End = packet.Time;
        flow.FirstFrame = packet.Frame;
        FlowStart.Choose(ref flow, packet, sourceIsHigh);
        Quality.OnBegin(flow, packet.IsIp);
        return slot;
    }

    private void Count(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var counts = ref side == Side.Forward ? ref flow.Forward : ref flow.Backward;
        if (flow.See(side) && packet.IsIp)
            Quality.OnAnswer();
        counts.Packets++;
        counts.Bytes += packet.WireLength;
        counts.PayloadBytes += packet.PayloadWireLength;
        flow.Statistics.Add(packet, side);
    }

    private void Attach(ref FlowState flow, scoped in Packet packet, PacketFindings pending)
    {
        foreach (ref readonly var finding in pending.Items)
            _findings.Add(ref flow.Findings, finding);
    }

    private void Inspect(ref FlowState flow, Side side, scoped in Packet packet)
    {
        if (!packet.HasTransport || packet.Fragment)
            return;
        switch (packet.Protocol)
        {
            case ProtocolNames.Tcp:
                Quality.OnTransport(side, packet.ChecksumBad);
                _tcp.Accept(ref flow, side, packet);
                break;
            case ProtocolNames.Udp:
                Quality.OnTransport(side, packet.ChecksumBad);
                if (packet.PayloadWireLength > 0)
                    _inspection.OnDatagram(ref flow, side, packet);
                break;
            case ProtocolNames.Icmp or ProtocolNames.IcmpV6:
                _icmp.OnPacket(ref flow, packet);
                break;
        }
    }

    /// <summary>
    /// A datagram is whole: its earlier fragments, counted without ports when they came, move to its flow. The flow without
    /// ports disappears when nothing is left in it.
    /// </summary>
    private void TakeFragments(ref FlowState flow, Side side, scoped in Packet packet)
    {
        ref var counts = ref side == Side.Forward ? ref flow.Forward : ref flow.Backward;
        var key = FragmentKey(packet, out var sourceIsHigh);
        var slot = _table.Find(key, _table.HashOf(key));
        if (slot == 0)
            return; // ended meanwhile: its record has counted them
        ref var waiting = ref _table[slot];
        if (Unsafe.AreSame(ref waiting, ref flow))
            return; // a datagram without ports
        ref var from = ref waiting.InitiatorIsHigh == sourceIsHigh ? ref waiting.Forward : ref waiting.Backward;
        var packets = Math.Min(packet.EarlierFragments, from.Packets);
        var bytes = Math.Min(packet.EarlierFragmentBytes, from.Bytes);
        (counts.Packets, from.Packets) = (counts.Packets + packets, from.Packets - packets);
        (counts.Bytes, from.Bytes) = (counts.Bytes + bytes, from.Bytes - bytes);
        if (waiting.Packets > 0)
            return;
        (flow.Start, flow.FirstFrame) = flow.FirstFrame < waiting.FirstFrame ? (flow.Start, flow.FirstFrame) : (waiting.Start, waiting.FirstFrame);
        _findings.Move(ref waiting.Findings, ref flow.Findings);
        _table.Remove(slot);
    }

    private static FlowKey FragmentKey(scoped in Packet packet, out bool sourceIsHigh)
    {
        var key = FlowKey.OfTuple(packet.Source, packet.Destination, 0, 0, 0, out sourceIsHigh);
        return key with { Protocol = packet.Protocol };
    }

    private void Sweep()
    {
        _nextSweep = _clock.Now + SweepInterval;
        for (var kind = (TimeoutClass)0; kind < TimeoutClass.Count; kind++)
        {
            while (_table.Oldest(kind) is var slot and not 0 && _clock.Now - _table[slot].End > _timeouts[(int)kind])
                End(slot, kind == TimeoutClass.TcpClosed ? FlowEnd.Closed : FlowEnd.Idle);
        }
    }

    /// <summary>Emits what the flow did so far and lets it go on: counts and statistics start over, TCP and inspection do not.</summary>
    private void EndStretch(ref FlowState flow, scoped in Packet packet)
    {
        Quality.OnEnd(flow, FlowEnd.Active);
        _ending(ref flow, FlowEnd.Active);
        flow.Forward = flow.Backward = default;
        flow.Statistics = default;
        flow.Start = packet.Time;
        flow.FirstFrame = packet.Frame;
    }

    private void End(int slot, FlowEnd reason)
    {
        ref var flow = ref _table[slot];
        if (flow.Key.Protocol == ProtocolNames.Tcp)
            _tcp.Finish(ref flow);
        _inspection.OnEnd(ref flow);
        if (flow.Packets > 0)
        {
            _shape.AtEnd(ref flow);
            Quality.OnEnd(flow, reason);
            _ending(ref flow, reason);
        }

        _table.Remove(slot);
    }

    private static TimeoutClass ClassOf(in FlowState flow)
    {
        switch (flow.Key.Protocol)
        {
            case ProtocolNames.Tcp:
                if (flow.Tcp.IsClosed)
                    return TimeoutClass.TcpClosed;
                return flow.Answered || flow.Tcp.Has(TcpConnectionFlags.Data) ? TimeoutClass.TcpEstablished : TimeoutClass.TcpOpening;
            case ProtocolNames.Udp:
                return TimeoutClass.Udp;
            case ProtocolNames.Icmp or ProtocolNames.IcmpV6:
                return TimeoutClass.Icmp;
            default:
                return TimeoutClass.Other;
        }
    }
}
