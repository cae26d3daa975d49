using System.Globalization;
using System.Text;
using Stray.Contracts.Features;

namespace Stray.Contracts.Pages;

/// <summary>docs/features.md, rendered from the catalogue so that it cannot fall behind the code.</summary>
public static class FeaturesPage
{
    public static string Render()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Features

            Generated from `FeatureCatalogue` by the tests with `STRAY_WRITE_DOCS=1`; do not edit.

            {FeatureCatalogue.Count} numbers describe a flow. Each is a column of the models, a field of `stray.flows.v1` and of the
            NDJSON flow line. A value that the input cannot show is NaN (absent in NDJSON), never 0. Volume means transport payload
            where it is known, else frame bytes. Windows are of flow starts in capture time, this flow included; sums have a
            resolution of 10 s (1 min windows) or 1 min (longer ones); distinct counts are exact up to 64 or 128 and estimated
            beyond. Where the two ends lie (inbound, outbound) is no feature on purpose: it gives the answer away in labelled data
            and says nothing about behaviour.


            """);
        foreach (var scope in Enum.GetValues<FeatureScope>())
        {
            Append(page, scope);
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder page, FeatureScope scope)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {scope}\n\n{Introduction(scope)}\n\n");
        page.Append("| feature | unit | range | what it measures | source |\n|---|---|---|---|---|\n");
        foreach (var feature in FeatureCatalogue.All.Where(f => f.Scope == scope))
        {
            page.Append(CultureInfo.InvariantCulture,
                $"| `{feature.Id}` | {feature.Unit} | {feature.Range} | {MarkdownCell.Of(feature.What)} | {MarkdownCell.Of(feature.Source)} |\n");
        }

        page.Append('\n');
    }

    private static string Introduction(FeatureScope scope) => scope switch
    {
        FeatureScope.Flow => "From the counts that any flow log has: packets, Zeek, Suricata and CSV input.",
        FeatureScope.Packets => "Need the packets themselves: not observable from flow logs.",
        FeatureScope.Host => "Windows over the source host, and over the destination host (`dst_`).",
        FeatureScope.Edge => "Windows over one edge (source, destination, protocol and port) and one pair (source, destination).",
        FeatureScope.Prevalence => "How common something is across the hosts seen. First sight alone is no sign: it happens all day.",
        _ => "",
    };
}
