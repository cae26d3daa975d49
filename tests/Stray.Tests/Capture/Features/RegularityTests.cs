using Stray.Capture.Features.Windows;

namespace Stray.Tests.Capture.Features;

public sealed class RegularityTests
{
    [Fact]
    public void A_clock_scores_one()
    {
        var regularity = Of(Enumerable.Repeat(60.0, 30));
        Assert.Equal((60, 0, 1), (regularity.Mean, regularity.Variation, regularity.Score));
    }

    [Fact]
    public void A_clock_with_missed_beats_still_scores_one() =>
        Assert.Equal(1, Of(Enumerable.Range(0, 30).Select(i => i % 5 == 0 ? 180.0 : 60.0)).Score, 1e-6);

    [Fact]
    public void Jitter_costs_little_and_chance_much()
    {
        var random = new Random(5);
        var jittered = Of(Enumerable.Range(0, 30).Select(_ => 60 + (random.NextDouble() * 24) - 12)).Score;
        var chance = Enumerable.Range(0, 50)
            .Select(_ => Of(Enumerable.Range(0, 30).Select(_ => -60 * Math.Log(1 - random.NextDouble()))).Score).Average();
        Assert.InRange(jittered, 0.75, 1);
        Assert.InRange(chance, 0, 0.65);
    }

    [Fact]
    public void A_short_series_is_no_evidence_and_a_longish_one_some()
    {
        Assert.Equal(0, Of([60, 60, 60]).Score);
        Assert.Equal(0.5, Of(Enumerable.Repeat(60.0, 10)).Score, 1e-6);
    }

    [Fact]
    public void Mean_and_variation_are_those_of_the_values_before_folding()
    {
        var regularity = Of([1, 2, 3, 6]);
        Assert.Equal(3, regularity.Mean);
        Assert.Equal(Math.Sqrt(14.0 / 4) / 3, regularity.Variation, 1e-6); // deviations -2, -1, 0, 3
    }

    [Fact]
    public void Nothing_and_one_value_are_not_observable()
    {
        Assert.Equal(float.NaN, Of([]).Mean);
        Assert.Equal(float.NaN, Of([5]).Variation);
        Assert.Equal(5, Of([5]).Mean);
    }

    [Fact]
    public void Values_of_zero_are_alike() => Assert.Equal(1, Of(Enumerable.Repeat(0.0, 20)).Score);

    private static Regularity Of(IEnumerable<double> values) => Regularity.Of(values.ToArray(), foldMissed: true);
}
