using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;

namespace Stray.Detection.Alerting;

/// <summary>Whether an entity's window is an alert, and how severe and how sure.</summary>
internal readonly record struct AlertVerdict(bool IsAlert, Severity Severity, int Confidence)
{
    private const int ManyStrays = 5;

    private static readonly AlertVerdict Quiet = new(false, Severity.Informational, 0);

    /// <summary>
    /// Tier A alerts alone; flows within the budget alert; tier C alerts when the very flow that shows it is unlikely, too, or
    /// when the window repeats it beyond chance. One fact seen by two pillars ranks above many of one kind; tier Q never counts.
    /// </summary>
    public static AlertVerdict Of(EntityWindow window, AlertOptions options)
    {
        var broken = window.Findings.Count(f => Tier(f) == FindingTier.A);
        var odd = window.Findings.Any(f => Tier(f) == FindingTier.C);
        var stray = window.FlaggedFlows > 0;
        if ((broken > 0 || odd) && stray)
        {
            return new(true, Severity.High, 95);
        }

        if (broken > 0)
        {
            return new(true, broken > 1 ? Severity.High : Severity.Medium, broken > 1 ? 90 : 80);
        }

        if (stray)
        {
            return new(true, window.FlaggedFlows > ManyStrays ? Severity.Medium : Severity.Low, 60);
        }

        if (odd && window.Supported(options))
        {
            return new(true, Severity.Low, 60);
        }

        return window.IsRepeated ? new(true, Severity.Low, 50) : Quiet;
    }

    private static FindingTier Tier(AlertFinding finding) => FindingCatalogue.Of(finding.Name).Tier;
}
