using Stray.Detection.Scoring;
using Stray.Tests.Training;
using Stray.Training;

namespace Stray.Tests.Detection.Scoring;

public sealed class ScoringModelTests
{
    private static readonly Lazy<ScoringModel> Shared = new(() => Rows.Train(Rows.Many(1500, 1)));

    private static ScoringModel Model => Shared.Value;

    [Fact]
    public void Strange_rows_score_above_almost_all_ordinary_ones()
    {
        var random = new Random(2);
        var rule = new AlertRule(Model, new(0.01));
        var found = Enumerable.Range(0, 200).Count(_ => rule.Exceeds(Model.Score(Rows.Strange(random), 0)));
        var falseAlarms = Rows.Many(2000, 3).Count(r => rule.Exceeds(Model.Score(r, 0)));
        Assert.InRange(found, 195, 200);
        Assert.InRange(falseAlarms, 5, 45);
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.MaxValue)]
    [InlineData(float.MinValue)]
    [InlineData(1e20f)]
    public void Absurd_values_give_a_finite_and_high_score(float absurd)
    {
        for (var j = 0; j < Rows.Width; j++)
        {
            var row = Rows.Ordinary(new Random(4));
            row[j] = absurd;
            var verdict = Model.Score(row, 0);
            Assert.True(verdict.IsScored);
            Assert.True(double.IsFinite(verdict.Value));
            Assert.InRange(verdict.PValue, double.Epsilon, 0.05);
        }
    }

    [Fact]
    public void The_mean_row_has_a_score_and_is_ordinary()
    {
        var rows = Rows.Many(1500, 1);
        var mean = Enumerable.Range(0, Rows.Width).Select(j => rows.Average(r => r[j])).ToArray();
        var verdict = Model.Score(mean, 0);
        Assert.True(double.IsFinite(verdict.Value));
        Assert.True(verdict.PValue > 0.001);
    }

    [Fact]
    public void Ten_thousand_times_a_row_is_stranger_than_the_row()
    {
        var row = Rows.Ordinary(new Random(5));
        var magnified = Array.ConvertAll(row, v => v * 10_000);
        Assert.True(Model.Score(magnified, 0).Value > Model.Score(row, 0).Value + 1);
    }

    [Fact]
    public void A_row_of_which_nothing_is_observable_is_reported_and_never_passed_as_normal()
    {
        var verdict = Model.Score(Enumerable.Repeat(float.NaN, Rows.Width).ToArray(), 0);
        Assert.Equal(Unscorable.NothingObserved, verdict.Failure);
        Assert.False(verdict.IsScored);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Rows.Width - 1)]
    [InlineData(Rows.Width + 1)]
    public void A_row_of_another_width_is_reported(int width) =>
        Assert.Equal(Unscorable.WrongWidth, Model.Score(new float[width], 0).Failure);

    [Fact]
    public void Random_rows_with_gaps_never_score_NaN()
    {
        var random = new Random(6);
        float[] pool = [float.NaN, 0, -1, 1, 1e-30f, 1e30f, float.Epsilon, float.NegativeInfinity, 300];
        for (var i = 0; i < 20_000; i++)
        {
            var row = Enumerable.Range(0, Rows.Width).Select(_ => pool[random.Next(pool.Length)]).ToArray();
            var verdict = Model.Score(row, 0);
            Assert.Equal(!verdict.IsScored, row.All(float.IsNaN));
            Assert.True(!verdict.IsScored || (double.IsFinite(verdict.Value) && verdict.PValue is > 0 and <= 1));
        }
    }

    [Fact]
    public void Threads_that_share_the_model_get_the_scores_of_one()
    {
        var rows = Rows.Many(500, 7);
        var alone = rows.ConvertAll(r => Model.Score(r, 0));
        Parallel.For(0, 40, _ =>
        {
            for (var i = 0; i < rows.Count; i++) Assert.Equal(alone[i], Model.Score(rows[i], 0));
        });
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        var rows = Rows.Many(100, 8);
        foreach (var row in rows) Model.Score(row, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var row in rows) Model.Score(row, 0);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_reasons_name_the_feature_that_strays_with_its_baseline()
    {
        var row = Rows.Ordinary(new Random(9));
        row[2] = 90_000;
        var score = Model.Explain(row, Model.Score(row, 0));
        Assert.Equal("seconds", score.Reasons[0].Feature);
        Assert.Equal(90_000, score.Reasons[0].Value);
        Assert.True(score.Reasons[0].High < 90_000);
        Assert.InRange(score.Reasons.Sum(r => r.Share), 0.1f, 1.0001f);
        Assert.Equal("test@1", score.Model);
    }

    [Fact]
    public void The_scale_of_a_feature_does_not_matter()
    {
        var rows = Rows.Many(600, 10);
        float[] scales = [1e-3f, 1000, 1e6f, 1, 1, 1];
        float[] Scaled(float[] row) => [.. row.Zip(scales, (v, s) => v * s)];
        var plain = Rows.Train(rows);
        var scaled = Rows.Train(rows.Select(Scaled));
        var random = new Random(11);
        var probes = Rows.Many(200, 12).Concat(Enumerable.Range(0, 20).Select(_ => Rows.Strange(random))).ToArray();
        var differences = probes.Select(p => Math.Abs(plain.Score(p, 0).PValue - scaled.Score(Scaled(p), 0).PValue)).ToArray();
        Assert.InRange(differences.Average(), 0, 0.02);
    }

    [Fact]
    public void Constant_columns_change_nothing_until_they_move()
    {
        var row = Rows.Ordinary(new Random(13));
        var usual = Model.Score(row, 0);
        row[5] = 8;
        Assert.True(Model.Score(row, 0).Value > usual.Value);
    }

    [Fact]
    public void Ten_rows_are_a_baseline()
    {
        var model = Rows.Train(Rows.Many(10, 14));
        var verdict = model.Score(Rows.Strange(new Random(15)), 0);
        Assert.Equal(1 / 11.0, verdict.PValue, 3);
        Assert.Equal(10, model.Segments[0].Calibration.Count);
    }

    [Fact]
    public void Every_candidate_stays_finite_for_the_mean_row_and_outliers()
    {
        var model = Rows.Train(Rows.Many(400, 16), new TrainingOptions { Weights = DetectorSet.Candidates.ToDictionary(d => d.Key, _ => 1f) });
        var mean = Rows.Many(400, 16).Aggregate(new float[Rows.Width], (sum, r) => [.. sum.Zip(r, (a, b) => a + (b / 400))]);
        Assert.True(double.IsFinite(model.Score(mean, 0).Value));
        Assert.True(double.IsFinite(model.Score(Array.ConvertAll(mean, v => v * 1e20f), 0).Value));
        Assert.Equal(9, model.Segments[0].Ensemble.Outputs.Count);
    }
}
