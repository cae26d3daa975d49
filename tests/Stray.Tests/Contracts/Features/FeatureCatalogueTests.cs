using Stray.Contracts.Features;

namespace Stray.Tests.Contracts.Features;

public sealed class FeatureCatalogueTests
{
    [Fact]
    public void Names_and_definitions_stand_in_the_same_order()
    {
        var names = Enum.GetNames<Feature>().Select(n => n.ToLowerInvariant());
        var ids = FeatureCatalogue.All.Select(d => d.Id.Replace("_", "", StringComparison.Ordinal));
        Assert.Equal(names, ids);
    }

    [Fact]
    public void There_are_at_least_sixty_features_and_every_scope_has_some()
    {
        Assert.True(FeatureCatalogue.Count >= 60);
        Assert.Equal(Enum.GetValues<FeatureScope>(), FeatureCatalogue.All.Select(d => d.Scope).Distinct());
    }

    [Fact]
    public void An_id_leads_to_its_column_and_an_unknown_one_to_none()
    {
        Assert.Equal((int)Feature.EdgeRegularity, FeatureCatalogue.IndexOf("edge_regularity"));
        Assert.Equal(-1, FeatureCatalogue.IndexOf("nonsense"));
    }

    [Fact]
    public void The_fingerprint_is_a_stable_sha256() => Assert.Matches("^[0-9a-f]{64}$", FeatureCatalogue.Fingerprint);

    [Fact]
    public void Every_definition_is_documented() =>
        Assert.All(FeatureCatalogue.All, d => Assert.False(string.IsNullOrWhiteSpace(d.Unit + d.Range) || d.What.Length < 8 || d.Source.Length < 3));
}
