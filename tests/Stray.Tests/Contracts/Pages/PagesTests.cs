using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Pages;

namespace Stray.Tests.Contracts.Pages;

public sealed class PagesTests
{
    [Fact]
    public void The_telemetry_page_says_what_the_code_measures() =>
        Repository.Holds(TelemetryPage.Render(), "docs", "telemetry.md");

    [Fact]
    public void The_committed_features_page_is_what_the_catalogue_renders() =>
        Repository.Holds(FeaturesPage.Render(), "docs", "features.md");

    [Fact]
    public void The_committed_findings_page_is_what_the_catalogue_renders() =>
        Repository.Holds(FindingsPage.Render(), "docs", "findings.md");

    [Fact]
    public void Every_feature_has_one_row() => Assert.All(FeatureCatalogue.All,
        f => Assert.Single(FeaturesPage.Render().Split('\n'), line => line.StartsWith($"| `{f.Id}` |", StringComparison.Ordinal)));

    [Fact]
    public void Every_finding_has_one_row_with_its_own_advice()
    {
        var rows = FindingsPage.Render().Split('\n');
        Assert.All(FindingCatalogue.All, f =>
        {
            var row = Assert.Single(rows, line => line.StartsWith($"| `{f.Id}` |", StringComparison.Ordinal));
            Assert.EndsWith($"| {FindingAdvice.For(f.Name)} |", row, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Advice_is_a_sentence()
    {
        Assert.All(Enum.GetValues<FindingName>(), name => Assert.Matches(@"^[A-Z].{20,}\.$", FindingAdvice.For(name)));
    }
}
