namespace Stray.Detection.Scoring;

/// <summary>The user's wish: how often ordinary traffic may alert.</summary>
/// <param name="Rate">False-alarm rate per flow, in (0, 1).</param>
public readonly record struct AlertBudget(double Rate)
{
    public static readonly AlertBudget Default = new(0.001);

    /// <param name="alertsPerDay">How many the analysts can look at.</param>
    /// <param name="rowsPerDay">Flows a day in the baseline window.</param>
    public static AlertBudget PerDay(double alertsPerDay, double rowsPerDay) =>
        new(Math.Clamp(alertsPerDay / Math.Max(1, rowsPerDay), 1e-9, 0.5));
}
