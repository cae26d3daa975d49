using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection;

/// <summary>
/// Runs a capture through the inspection alone: frames, ports and in-order streams are made here in the plainest way, so that
/// these tests say something about inspection and nothing about decoding or reassembly.
/// </summary>
internal static class TestStreams
{
    public sealed record InspectedFlow(
        Address Source, ushort SourcePort, Address Destination, ushort DestinationPort, bool Udp, string App, string ServerName, string Fingerprint,
        List<FlowFinding> Findings);

    public static List<InspectedFlow> Inspect(string path)
    {
        var run = new Run();
        foreach (var frame in CaptureFrames.Read(path))
        {
            run.Accept(frame);
        }

        return run.End();
    }

    private sealed class Run
    {
        private readonly FindingStore _store = new();
        private readonly ProtocolInspection _inspection;
        private readonly Dictionary<FlowKey, Conversation> _flows = [];

        public Run() => _inspection = new ProtocolInspection(_store);

        public void Accept(CaptureFrames.Captured frame)
        {
            if (!TestDecoder.TryDecode(frame, out var packet))
            {
                return;
            }

            var sourceIsHigh = (packet.Source, packet.SourcePort).CompareTo((packet.Destination, packet.DestinationPort)) > 0;
            var key = sourceIsHigh
                ? new FlowKey(packet.Destination, packet.Source, packet.DestinationPort, packet.SourcePort, packet.Protocol, 0)
                : new FlowKey(packet.Source, packet.Destination, packet.SourcePort, packet.DestinationPort, packet.Protocol, 0);
            if (!_flows.TryGetValue(key, out var flow))
            {
                flow = _flows[key] = new Conversation(key, sourceIsHigh, packet);
            }

            flow.Accept(_inspection, packet, sourceIsHigh == flow.State.InitiatorIsHigh ? Side.Forward : Side.Backward);
        }

        public List<InspectedFlow> End()
        {
            var inspected = new List<InspectedFlow>();
            foreach (var flow in _flows.Values)
            {
                flow.Finish(_inspection);
                var findings = new List<FlowFinding>();
                var app = flow.State.App;
                inspected.Add(new InspectedFlow(
                    flow.State.Source, flow.State.SourcePort, flow.State.Destination, flow.State.DestinationPort, flow.State.Key.Protocol == ProtocolNames.Udp,
                    app?.Protocol ?? "", app?.ServerName ?? "", app?.Fingerprint ?? "", findings));
                _store.Drain(ref flow.State.Findings, findings);
            }

            return inspected;
        }
    }

    private sealed class Conversation
    {
        public FlowState State;
        private readonly Stream _forward = new();
        private readonly Stream _backward = new();

        public Conversation(FlowKey key, bool sourceIsHigh, in Packet first)
        {
            State.Key = key;
            var synAck = first.IsTcp && first.Tcp.Has(TcpFlags.Syn | TcpFlags.Ack);
            State.InitiatorIsHigh = sourceIsHigh != synAck;
            State.Midstream = first.IsTcp && !first.Tcp.Has(TcpFlags.Syn);
        }

        public void Accept(ProtocolInspection inspection, in Packet packet, Side side)
        {
            ref var counts = ref side == Side.Forward ? ref State.Forward : ref State.Backward;
            counts.Packets++;
            counts.PayloadBytes += packet.PayloadWireLength;
            if (packet.IsUdp)
            {
                inspection.OnDatagram(ref State, side, packet);
                return;
            }

            var stream = side == Side.Forward ? _forward : _backward;
            stream.Add(packet);
            stream.Deliver(inspection, ref State, side);
        }

        public void Finish(ProtocolInspection inspection)
        {
            _forward.Flush(inspection, ref State, Side.Forward);
            _backward.Flush(inspection, ref State, Side.Backward);
            inspection.OnEnd(ref State);
        }
    }

    /// <summary>One side's segments by sequence number; the first copy of a byte wins.</summary>
    private sealed class Stream
    {
        private readonly List<(uint Sequence, byte[] Bytes, int WireLength, long Frame, int Offset)> _waiting = [];
        private uint _next;
        private bool _begun;

        public void Add(in Packet packet)
        {
            var sequence = packet.Tcp.Sequence + (packet.Tcp.Has(TcpFlags.Syn) ? 1u : 0);
            if (!_begun)
            {
                _begun = true;
                _next = sequence;
            }

            if (packet.PayloadWireLength > 0)
            {
                _waiting.Add((sequence, packet.Payload.ToArray(), packet.PayloadWireLength, packet.Frame, packet.PayloadOffset));
            }
        }

        public void Deliver(ProtocolInspection inspection, ref FlowState state, Side side)
        {
            for (var i = 0; i < _waiting.Count; i++)
            {
                var segment = _waiting[i];
                var old = (int)(_next - segment.Sequence);
                if (old < 0)
                {
                    continue;
                }

                _waiting.RemoveAt(i);
                i = -1;
                if (old >= segment.WireLength)
                {
                    continue;
                }

                var chunk = new StreamChunk
                {
                    Bytes = segment.Bytes.AsSpan(Math.Min(old, segment.Bytes.Length)),
                    WireLength = segment.WireLength - old,
                    Frame = segment.Frame,
                    FrameOffset = segment.Offset + old,
                };
                _next += (uint)chunk.WireLength;
                if (ProtocolInspection.Wants(state, side))
                {
                    inspection.OnStream(ref state, side, chunk);
                }
            }
        }

        public void Flush(ProtocolInspection inspection, ref FlowState state, Side side)
        {
            while (_waiting.Count > 0)
            {
                var first = _waiting.MinBy(s => (int)(s.Sequence - _next)).Sequence;
                inspection.OnGap(ref state, side, first - _next);
                _next = first;
                Deliver(inspection, ref state, side);
            }
        }
    }
}
