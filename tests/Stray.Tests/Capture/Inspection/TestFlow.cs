using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection;

/// <summary>One flow of a test capture: in-order bytes to the inspector that recognises them.</summary>
internal sealed class TestFlow
{
    private const int UndecidedChunks = 4;

    private readonly FindingStore _store = new();
    private readonly AppState _app = new();
    private readonly List<(Side Side, byte[] Bytes, int WireLength, long Frame, int Offset, long Time)> _undecided = [];
    private readonly SortedList<uint, (byte[] Bytes, int WireLength, long Frame, int Offset, long Time)>[] _early = [[], []];
    private readonly uint?[] _next = new uint?[2];
    private readonly bool _initiatorIsHigh;
    private FlowState _flow;
    private ProtocolInspector? _inspector;
    private bool _givenUp;

    public TestFlow(FlowKey key, bool initiatorIsHigh, bool midstream)
    {
        _initiatorIsHigh = initiatorIsHigh;
        _flow.Key = key;
        _flow.InitiatorIsHigh = initiatorIsHigh;
        _flow.Midstream = midstream;
    }

    public void Take(Frame frame, int at, int end, bool fromLow)
    {
        var side = fromLow == _initiatorIsHigh ? Side.Backward : Side.Forward;
        if (side == Side.Forward)
        {
            _flow.Forward.Packets++;
        }
        else
        {
            _flow.Backward.Packets++;
        }

        if (_flow.Key.Protocol == ProtocolNames.Udp)
        {
            Give(side, frame.Bytes[(at + 8)..Math.Clamp(end, at + 8, frame.Bytes.Length)].ToArray(), Math.Max(0, end - at - 8), frame.Number, at + 8, frame.Time);
            return;
        }

        var data = at + ((frame.Bytes[at + 12] >> 4) * 4);
        var sequence = BinaryPrimitives.ReadUInt32BigEndian(frame.Bytes[(at + 4)..]);
        if ((frame.Bytes[at + 13] & 2) != 0)
        {
            _next[(int)side] = sequence + 1;
            return;
        }

        var length = end - data;
        if (length <= 0 || data > frame.Bytes.Length)
        {
            return;
        }

        Order(side, sequence, (frame.Bytes[data..Math.Min(end, frame.Bytes.Length)].ToArray(), length, frame.Number, data, frame.Time));
    }

    public void End(List<FlowFinding> findings)
    {
        for (var side = 0; side < 2; side++)
        {
            while (_early[side].Count > 0)
            {
                var gap = _early[side].Keys[0] - (_next[side] ?? _early[side].Keys[0]);
                if (_inspector is not null)
                {
                    var context = new InspectionContext(_store, ref _flow, (Side)side, _app);
                    _inspector.OnGap(ref context, gap);
                }

                _next[side] = _early[side].Keys[0];
                Flush((Side)side);
            }
        }

        if (_inspector is not null)
        {
            var context = new InspectionContext(_store, ref _flow, Side.Forward, _app);
            _inspector.OnEnd(ref context);
        }

        _store.Drain(ref _flow.Findings, findings);
    }

    private void Order(Side side, uint sequence, (byte[] Bytes, int WireLength, long Frame, int Offset, long Time) segment)
    {
        _next[(int)side] ??= sequence;
        _early[(int)side].TryAdd(sequence, segment);
        Flush(side);
    }

    private void Flush(Side side)
    {
        var early = _early[(int)side];
        while (early.Count > 0 && (int)(early.Keys[0] - _next[(int)side]!.Value) <= 0)
        {
            var (sequence, segment) = (early.Keys[0], early.Values[0]);
            early.RemoveAt(0);
            var seen = (int)(_next[(int)side]!.Value - sequence);
            if (seen >= segment.WireLength)
            {
                continue;
            }

            _next[(int)side] = sequence + (uint)segment.WireLength;
            Give(side, segment.Bytes[Math.Min(seen, segment.Bytes.Length)..], segment.WireLength - seen, segment.Frame, segment.Offset + seen, segment.Time);
        }
    }

    private void Give(Side side, byte[] bytes, int wireLength, long frame, int offset, long time)
    {
        if (_inspector is null && !_givenUp)
        {
            _undecided.Add((side, bytes, wireLength, frame, offset, time));
            _inspector = TestStreams2.Recognise(bytes, side, _flow.Key.Protocol == ProtocolNames.Udp, _flow);
            _givenUp = _inspector is null && _undecided.Count == UndecidedChunks;
            if (_inspector is not null)
            {
                _undecided.ForEach(u => Inspect(u.Side, u.Bytes, u.WireLength, u.Frame, u.Offset, u.Time));
            }
        }
        else if (_inspector is not null)
        {
            Inspect(side, bytes, wireLength, frame, offset, time);
        }
    }

    private void Inspect(Side side, byte[] bytes, int wireLength, long frame, int offset, long time)
    {
        var context = new InspectionContext(_store, ref _flow, side, _app);
        var chunk = new StreamChunk { Bytes = bytes, WireLength = wireLength, Frame = frame, FrameOffset = offset, Time = time };
        if (_flow.Key.Protocol == ProtocolNames.Udp)
        {
            _inspector!.OnDatagram(ref context, chunk);
        }
        else
        {
            _inspector!.OnStream(ref context, chunk);
        }
    }
}
