using Stray.Capture.Inspection;

namespace Stray.Capture.Flows.Reassembly;

/// <summary>Takes the next bytes of one side's stream.</summary>
internal delegate void StreamHandler(ref FlowState flow, Side side, scoped in StreamChunk chunk);

/// <summary>Takes note of bytes that will never come.</summary>
internal delegate void GapHandler(ref FlowState flow, Side side, long bytes);

/// <summary>Says whether more of one side's stream would be looked at.</summary>
internal delegate bool InterestHandler(in FlowState flow, Side side);

/// <summary>Who reads the reassembled streams: inspection, or a test.</summary>
internal sealed record StreamConsumer(StreamHandler OnStream, GapHandler OnGap, InterestHandler Wants)
{
    public static StreamConsumer Of(ProtocolInspection inspection) =>
        new(inspection.OnStream, inspection.OnGap, ProtocolInspection.Wants);
}
