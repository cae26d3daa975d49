using System.Globalization;

namespace Stray.Settings;

/// <summary>What a user accepts in false alarms from the scores: so many a day, or a rate per flow.</summary>
/// <param name="PerDay">Alerts a day; NaN when a rate was given.</param>
/// <param name="Rate">False-alarm rate per flow, 0..1; NaN when a number a day was given.</param>
public readonly record struct AlertBudget(double PerDay, double Rate)
{
    public static bool TryParse(string text, out AlertBudget budget)
    {
        budget = default;
        var trimmed = text.Trim();
        if (trimmed.EndsWith("/day", StringComparison.OrdinalIgnoreCase))
        {
            var ok = TryNumber(trimmed[..^4], out var perDay) && perDay is > 0 and <= 1e6;
            budget = new(perDay, double.NaN);
            return ok;
        }

        var percent = trimmed.EndsWith('%');
        if (!TryNumber(percent ? trimmed[..^1] : trimmed, out var rate))
        {
            return false;
        }

        budget = new(double.NaN, percent ? rate / 100 : rate);
        return budget.Rate is > 0 and < 1;
    }

    /// <summary>The p-value at or below which a flow is flagged.</summary>
    /// <param name="chancesPerDay">How many edges (or flows) a day the baseline holds: each is a chance to alarm falsely.</param>
    public double FlaggedPValue(double chancesPerDay) =>
        double.IsNaN(PerDay) ? Rate : Math.Clamp(PerDay / Math.Max(chancesPerDay, 1), 1e-9, 0.05);

    public override string ToString() => double.IsNaN(PerDay)
        ? $"{Rate.ToString("P2", CultureInfo.InvariantCulture)} of flows"
        : $"{PerDay.ToString("0.##", CultureInfo.InvariantCulture)} a day";

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
