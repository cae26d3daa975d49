namespace Stray.Detection.Scoring;

/// <summary>A budget turned into one threshold per segment of one model.</summary>
public sealed class AlertRule
{
    private readonly double[] _thresholds;

    public AlertRule(ScoringModel model, AlertBudget budget)
    {
        Budget = budget;
        _thresholds = [.. model.Segments.Select(s => s.Calibration.Threshold(budget.Rate))];
    }

    public AlertBudget Budget { get; }

    public double Threshold(int segment) => _thresholds[segment];

    /// <summary>False for an unscorable row: that is reported as such, not as an alert of the model.</summary>
    public bool Exceeds(in Verdict verdict) => verdict.IsScored && verdict.Value > _thresholds[verdict.Segment];
}
