using Stray.Capture.Flows;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>Fills the one reused record from a flow that ends, windows included, and hands it on.</summary>
public sealed class FlowEmitter(FindingStore findings, Action<FlowRecord> next)
{
    private readonly FlowRecord _record = new();

    public void Emit(ref FlowState flow, FlowEnd reason)
    {
        _record.Ended = reason;
        findings.Drain(ref flow.Findings, _record.Findings);
        next(_record);
    }
}
