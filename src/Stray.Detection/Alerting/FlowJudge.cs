using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Detection.Scoring;

namespace Stray.Detection.Alerting;

/// <summary>Step 7 for one flow after another: its score with the reasons, and the rate at which flows are flagged.</summary>
/// <param name="model">Null when there is no baseline: then only findings make a flow notable.</param>
public sealed class FlowJudge(ScoringModel? model, AlertOptions options)
{
    public long Scored { get; private set; }

    /// <summary>Flows at or below the flagged p-value.</summary>
    public long Flagged { get; private set; }

    /// <summary>Flows that could not be scored: reported, never passed as normal.</summary>
    public long Unscorable { get; private set; }

    /// <summary>Share of scored flows that were flagged; NaN before the first.</summary>
    public double RealisedRate => Scored == 0 ? double.NaN : (double)Flagged / Scored;

    /// <param name="explain">Whether to give the reasons even of flows nobody is going to look at; they cost more than the score.</param>
    public Score? Judge(FlowRecord flow, bool explain = false)
    {
        if (model is null)
        {
            return null;
        }

        model.Habits?.Report(flow); // news are findings: what the baseline never saw this host do
        var verdict = model.Score(flow);
        if (!verdict.IsScored)
        {
            Unscorable++;
            return null;
        }

        Scored++;
        Flagged += verdict.PValue <= options.FlaggedPValue ? 1 : 0;
        return explain || verdict.PValue <= options.NotablePValue
            ? model.Explain(flow.Features, verdict)
            : new Score(verdict.Value, verdict.PValue, model.Segments[verdict.Segment].Name, model.Name, []);
    }
}
