using System.Runtime.InteropServices;
using Stray.Contracts.Features;
using Stray.Contracts.Findings;

namespace Stray.Capture.Features;

/// <summary>How many different findings of each tier a flow has.</summary>
internal static class FindingFeatures
{
    public static void Fill(List<FlowFinding> findings, Span<float> features)
    {
        Span<int> counts = stackalloc int[3];
        counts.Clear();
        foreach (ref readonly var finding in CollectionsMarshal.AsSpan(findings))
        {
            counts[(int)FindingCatalogue.Of(finding.Name).Tier]++;
        }

        features[(int)Feature.FindingsA] = counts[(int)FindingTier.A];
        features[(int)Feature.FindingsC] = counts[(int)FindingTier.C];
        features[(int)Feature.FindingsQ] = counts[(int)FindingTier.Q];
    }
}
