using Stray.Runs;
using Stray.Transport.Producers;

namespace Stray.Streaming;

/// <summary>What a capture read and what became of its flows.</summary>
internal sealed record CaptureSummary(IReadOnlyList<InputSummary> Inputs, PublisherTotals Published)
{
    public long Flows => Inputs.Sum(i => i.Flows);
}
