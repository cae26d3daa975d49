using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection;

/// <summary>What an inspector may see of its flow and where it reports. Lives for one call.</summary>
public ref struct InspectionContext
{
    private readonly FindingStore _findings;
    private readonly ref FlowState _flow;

    public InspectionContext(FindingStore findings, ref FlowState flow, Side side, AppState app)
    {
        _findings = findings;
        _flow = ref flow;
        Side = side;
        App = app;
    }

    /// <summary>Who sent the bytes of this call.</summary>
    public Side Side { get; }

    /// <summary>Where the inspector leaves server name and fingerprint.</summary>
    public AppState App { get; }

    public readonly ref readonly FlowState Flow => ref _flow;

    /// <summary>Reports a finding about bytes of the current chunk.</summary>
    /// <param name="offset">Offset within <paramref name="chunk"/>; bytes buffered from earlier chunks have no offset: pass -1.</param>
    public readonly void Report(FindingName name, scoped in StreamChunk chunk, int offset, int length, FindingDetail detail)
    {
        var frameOffset = offset < 0 || chunk.FrameOffset < 0 ? -1 : chunk.FrameOffset + offset;
        ReportAt(name, chunk.Frame, frameOffset, length, chunk.Time, detail);
    }

    /// <summary>Reports a finding about bytes of an earlier frame, whose place the inspector remembered.</summary>
    public readonly void ReportAt(FindingName name, long frame, int frameOffset, int length, long time, FindingDetail detail) =>
        _findings.Add(ref _flow.Findings, new FlowFinding(name, frame, frameOffset, length, time, 1, detail));
}
