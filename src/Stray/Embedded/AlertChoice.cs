using Stray.Detection.Alerting;
using Stray.Settings;
using Stray.Training.Registry;

namespace Stray.Embedded;

/// <summary>How the alert stage is set: by the settings, and by what the baseline says a day holds.</summary>
internal static class AlertChoice
{
    public static AlertOptions Of(AlertSettings settings, PublishedModel? baseline)
    {
        var options = new AlertOptions
        {
            Tenant = settings.Tenant,
            Window = TimeSpan.FromMinutes(settings.WindowMinutes),
            FlaggedPValue = PromisedRate(settings, baseline),
        };
        return baseline?.Model.Habits is { } habits ? options with { IsNews = habits.IsNews } : options;
    }

    /// <summary>The p-value at or below which a flow is flagged, so that the budget is kept.</summary>
    public static double PromisedRate(AlertSettings settings, PublishedModel? baseline)
    {
        if (baseline is null || !AlertBudget.TryParse(settings.Budget, out var budget))
        {
            return new AlertOptions().FlaggedPValue;
        }

        var training = baseline.Manifest.Training;
        var days = training.From is { } from && training.To is { } to ? Math.Max((to - from).TotalDays, 1.0 / 24) : 1;
        return budget.FlaggedPValue((training.EdgeHours > 0 ? training.EdgeHours : training.Rows) / days);
    }
}
