using FsCheck.Xunit;
using Stray.Detection.Scoring;

namespace Stray.Tests.Detection.Scoring;

public sealed class CalibrationTests
{
    /// <summary>Binomial bounds at five deviations: fails by chance less than once in a million runs.</summary>
    [Property(MaxTest = 30)]
    public void Exchangeable_scores_alert_at_the_promised_rate(int seed)
    {
        var random = new Random(seed);
        const double rate = 0.05;
        const int draws = 4000;
        var alarms = 0;
        for (var batch = 0; batch < draws; batch++)
        {
            var scores = Enumerable.Range(0, 60).Select(_ => Math.Exp(4 * random.NextDouble())).ToArray();
            if (new Calibration(scores.AsSpan(1), null).PValue(scores[0]) <= rate) alarms++;
        }

        Assert.InRange(alarms, 0, (draws * rate) + (5 * Math.Sqrt(draws * rate * (1 - rate))));
    }

    [Fact]
    public void A_p_value_counts_the_baseline_rows_at_least_as_strange()
    {
        var calibration = new Calibration([1, 2, 3, 4], null);
        Assert.Equal(1 / 5.0, calibration.PValue(9), 12);
        Assert.Equal(2 / 5.0, calibration.PValue(4), 12);
        Assert.Equal(1, calibration.PValue(0), 12);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.01)]
    [InlineData(0.002)]
    public void The_threshold_and_the_p_value_say_the_same(double rate)
    {
        var random = new Random(1);
        var calibration = new Calibration(Enumerable.Range(0, 999).Select(_ => random.NextDouble()).ToArray(), null);
        var threshold = calibration.Threshold(rate);
        for (var s = 0.0; s < 1; s += 0.0007) Assert.Equal(calibration.PValue(s) <= rate, s > threshold);
    }

    [Fact]
    public void A_rate_rarer_than_counting_allows_lies_beyond_the_largest_score_and_near_the_true_quantile()
    {
        var random = new Random(2);
        var calibration = new Calibration(Enumerable.Range(0, 2000).Select(_ => -Math.Log(1 - random.NextDouble())).ToArray(), null);
        var threshold = calibration.Threshold(1e-5);
        Assert.True(threshold > calibration.Threshold(0.001));
        Assert.InRange(threshold, 8, 25); // the exponential's own quantile is 11.5
    }

    [Fact]
    public void A_small_segment_leans_on_its_parent()
    {
        var parent = new Calibration(Enumerable.Range(0, 5000).Select(i => i / 500.0).ToArray(), null);
        var small = new Calibration([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1], parent);
        Assert.InRange(small.Threshold(0.01), 9, 10);
        Assert.True(small.PValue(5) > 0.4);
    }

    [Fact]
    public void A_large_segment_does_not()
    {
        var parent = new Calibration(Enumerable.Range(0, 5000).Select(i => i / 500.0).ToArray(), null);
        var large = new Calibration(Enumerable.Range(0, 1000).Select(i => i / 1000.0).ToArray(), parent);
        Assert.InRange(large.Threshold(0.01), 0.98, 1);
    }

    [Fact]
    public void Equal_scores_are_no_alarm()
    {
        var calibration = new Calibration(Enumerable.Repeat(3.0, 1000).ToArray(), null);
        Assert.False(3.0 > calibration.Threshold(0.01));
        Assert.Equal(1, calibration.PValue(3), 12);
    }
}
