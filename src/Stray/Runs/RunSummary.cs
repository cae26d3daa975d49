using Stray.Capture.Frames;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;

namespace Stray.Runs;

/// <summary>What a run did, for the report, <c>run.json</c> and the last lines on the terminal.</summary>
/// <param name="Budget">The alert budget in the user's words; empty when no baseline judged.</param>
/// <param name="PromisedRate">Share of ordinary flows the baseline promised to flag at most; NaN without a baseline.</param>
/// <param name="RealisedRate">Share of this run's scored flows that were flagged; NaN without a baseline.</param>
public sealed record RunSummary(
    string Folder,
    DateTimeOffset Written,
    IReadOnlyList<InputSummary> Inputs,
    IReadOnlyList<Alert> Alerts,
    IReadOnlyList<FindingTotal> Findings,
    long Flows,
    string Baseline,
    string Budget,
    double PromisedRate,
    double RealisedRate,
    IReadOnlyList<string> Warnings);

/// <summary>One file or interface that was read.</summary>
/// <param name="Unit">"frames" or "rows".</param>
/// <param name="Failure">Why reading ended early; null after a clean end.</param>
public sealed record InputSummary(
    string Name,
    string Unit,
    long Read,
    long Flows,
    long FirstTime,
    long LastTime,
    string? Failure,
    IReadOnlyList<QualityMeasure> Quality)
{
    /// <summary>The very counts, where the input was frames.</summary>
    public FrameCounters? Frames { get; init; }

    /// <summary>An input that could not be opened.</summary>
    public static InputSummary Failed(string name, string reason) => new(name, "frames", 0, 0, 0, 0, reason, []);
}

/// <summary>A measure of what the capture could see.</summary>
/// <param name="Suspect">True when the value limits what findings and scores can say.</param>
public sealed record QualityMeasure(string Name, string Value, bool Suspect, string Meaning);

/// <summary>A finding's total over the run.</summary>
public sealed record FindingTotal(FindingDefinition Definition, long Count, long Flows);
