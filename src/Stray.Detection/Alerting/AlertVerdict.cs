using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;

namespace Stray.Detection.Alerting;

/// <summary>Whether an entity's window is an alert, and how severe and how sure.</summary>
internal readonly record struct AlertVerdict(bool IsAlert, Severity Severity, int Confidence)
{
    private static readonly AlertVerdict Quiet = new(false, Severity.Informational, 0);

    /// <summary>
    /// Tier A alerts alone; a stray flow alerts within the budget; tier C alerts when another kind of evidence supports it.
    /// One fact seen by two pillars ranks above many of one kind; tier Q never counts.
    /// </summary>
    public static AlertVerdict Of(EntityWindow window, AlertOptions options)
    {
        var broken = window.Findings.Count(f => Tier(f) == FindingTier.A);
        var odd = window.Findings.Where(f => Tier(f) == FindingTier.C).ToList();
        var stray = window.FlaggedFlows > 0;
        var supported = odd.Count > 0 && window.SmallestPValue <= options.CorroboratingPValue;
        if ((broken > 0 || odd.Count > 0) && stray)
        {
            return new(true, Severity.High, 95);
        }

        if (broken > 0)
        {
            return new(true, broken > 1 || supported ? Severity.High : Severity.Medium, broken > 1 ? 90 : 80);
        }

        if (stray)
        {
            return new(true, window.FlaggedFlows > 5 ? Severity.Medium : Severity.Low, 60);
        }

        var groups = odd.Select(f => FindingCatalogue.Of(f.Name).Group).Distinct().Count();
        var repeated = odd.Any(f => f.Flows >= options.RepeatedFlows);
        return supported || groups > 1 || repeated ? new(true, Severity.Low, supported ? 60 : 40) : Quiet;
    }

    private static FindingTier Tier(AlertFinding finding) => FindingCatalogue.Of(finding.Name).Tier;
}
