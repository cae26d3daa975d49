using FsCheck.Xunit;
using Stray.Detection.Scoring;

namespace Stray.Tests.Detection.Scoring;

public sealed class QuantileGridTests
{
    [Property]
    public void Mass_is_exact_at_the_observations(int[] observations, int size)
    {
        var values = observations.Select(o => (float)(o % 50)).Take(Math.Abs(size % 200) + 1).ToArray();
        var grid = QuantileGrid.Of([.. values]);
        foreach (var v in values)
        {
            var (below, upTo) = grid.Mass(v);
            Assert.Equal((double)values.Count(o => o < v) / values.Length, below, 5);
            Assert.Equal((double)values.Count(o => o <= v) / values.Length, upTo, 5);
        }
    }

    [Fact]
    public void A_long_sample_keeps_few_knots_and_its_quantiles()
    {
        var random = new Random(1);
        var grid = QuantileGrid.Of(Enumerable.Range(0, 100_000).Select(_ => (float)random.NextDouble()).ToArray());
        Assert.InRange(grid.Knots.Length, 200, QuantileGrid.MaximumKnots);
        Assert.Equal(0.25, grid.Mass(0.25f).UpTo, 2);
        Assert.Equal(0.99, grid.Quantile(0.99), 2);
        Assert.Equal((1f, 1f), grid.Mass(2));
        Assert.Equal((0f, 0f), grid.Mass(-1));
    }

    [Fact]
    public void A_heavy_value_among_many_keeps_its_whole_mass()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 10_000).Select(i => i % 4 == 0 ? 0.5f : (float)random.NextDouble()).ToArray();
        var (below, upTo) = QuantileGrid.Of(values).Mass(0.5f);
        Assert.InRange(upTo - below, 0.2499, 0.2502);
    }
}
