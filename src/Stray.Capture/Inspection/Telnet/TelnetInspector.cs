using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Telnet;

/// <summary>Telnet (RFC 854): subnegotiations must end, and end in time.</summary>
public sealed class TelnetInspector : ProtocolInspector
{
    private const byte InterpretAsCommand = 0xFF;
    private const byte Begin = 0xFA;
    private const byte End = 0xF0;

    /// <summary>The longest honest ones carry an environment or a terminal's name.</summary>
    private const int LongestOption = 4096;

    private readonly Stream[] _streams = new Stream[2];

    private enum State : byte
    {
        Data,
        Command,

        /// <summary>After WILL, WONT, DO, DONT.</summary>
        Negotiation,
        Option,
        OptionCommand,
    }

    public override string Protocol => "telnet";

    public override bool LeavesEarly => true;

    public override void Reset() => _streams.AsSpan().Clear();

    public override bool Wants(Side side) => !_streams[(int)side].IsOver;

    public override void OnGap(ref InspectionContext context, long bytes) => _streams[(int)context.Side].IsOver = true;

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        ref var stream = ref _streams[(int)context.Side];
        for (var i = 0; i < chunk.Bytes.Length && !stream.IsOver; i++)
        {
            if (stream.State == State.Data)
            {
                var next = chunk.Bytes[i..].IndexOf(InterpretAsCommand);
                if (next < 0)
                {
                    break;
                }

                i += next;
            }

            Take(context, chunk, i, ref stream);
        }

        stream.IsOver |= chunk.WireLength > chunk.Bytes.Length;
    }

    private static void Take(scoped in InspectionContext context, scoped in StreamChunk chunk, int index, ref Stream stream)
    {
        var value = chunk.Bytes[index];
        switch (stream.State)
        {
            case State.Data:
                stream.State = State.Command;
                break;
            case State.Command:
                stream.State = value switch { Begin => State.Option, > Begin and < InterpretAsCommand => State.Negotiation, _ => State.Data };
                stream.Length = 0;
                break;
            case State.Negotiation:
                stream.State = State.Data;
                break;
            case State.Option:
                TakeOption(context, chunk, index, ref stream);
                break;
            default:
                EndOption(context, chunk, index, ref stream);
                break;
        }
    }

    private static void TakeOption(scoped in InspectionContext context, scoped in StreamChunk chunk, int index, ref Stream stream)
    {
        stream.State = chunk.Bytes[index] == InterpretAsCommand ? State.OptionCommand : State.Option;
        if (++stream.Length > LongestOption)
        {
            Violate(context, chunk, index, ref stream, new FindingDetail("subnegotiation of more than {0} bytes", LongestOption));
        }
    }

    /// <summary>RFC 855: within a subnegotiation only its end and a doubled 255. Window sizes of 255 come undoubled, so other data passes.</summary>
    private static void EndOption(scoped in InspectionContext context, scoped in StreamChunk chunk, int index, ref Stream stream)
    {
        var value = chunk.Bytes[index];
        if (value is > End and < InterpretAsCommand)
        {
            Violate(context, chunk, index, ref stream, new FindingDetail("command {0} within a subnegotiation that has not ended", value));
        }

        stream.State = value == End ? State.Data : State.Option;
    }

    private static void Violate(
        scoped in InspectionContext context, scoped in StreamChunk chunk, int index, ref Stream stream, FindingDetail detail)
    {
        stream.IsOver = true;
        context.Report(FindingName.LineProtocolViolation, chunk, index, 1, detail);
    }

    private struct Stream
    {
        public State State;
        public int Length;
        public bool IsOver;
    }
}
