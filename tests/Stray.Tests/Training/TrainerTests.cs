using Stray.Detection.Scoring.Storage;
using Stray.Training;

namespace Stray.Tests.Training;

public sealed class TrainerTests
{
    [Fact]
    public void The_same_seed_and_rows_give_the_same_bytes() =>
        Assert.Equal(ModelFile.Write(Rows.Train(Rows.Many(300, 1))), ModelFile.Write(Rows.Train(Rows.Many(300, 1))));

    [Fact]
    public void Attacks_hidden_in_the_baseline_do_not_hide_their_kind()
    {
        var random = new Random(1);
        var rows = Rows.Many(1000, 2);
        for (var i = 0; i < 5; i++) rows.Insert(200 * i, Rows.Strange(random));
        var model = Rows.Train(rows);
        var ordinary = Rows.Many(500, 3).Select(r => model.Score(r, 0).Value).Order().ToArray();
        var found = Enumerable.Range(0, 100).Count(_ => model.Score(Rows.Strange(random), 0).Value > ordinary[485]);
        Assert.InRange(found, 80, 100);
    }

    [Fact]
    public void Columns_that_are_all_constant_or_never_observed_train()
    {
        var rows = Enumerable.Range(0, 50).Select(_ => new float[] { 1, 2, 3, float.NaN, 0, 7 }).ToList();
        var model = Rows.Train(rows);
        Assert.True(model.Score(rows[0], 0).PValue > 0.9);
        Assert.True(model.Score([1, 2, 9, float.NaN, 0, 7], 0).PValue < 0.05);
    }

    [Fact]
    public void Rows_with_infinities_train_and_score()
    {
        var rows = Rows.Many(100, 4);
        rows[10][0] = float.PositiveInfinity;
        rows[20][2] = float.NegativeInfinity;
        var model = Rows.Train(rows);
        Assert.All(rows, r => Assert.True(double.IsFinite(model.Score(r, 0).Value)));
    }

    [Fact]
    public void A_rank_as_large_as_the_dimension_is_never_asked_for()
    {
        var options = new TrainingOptions { Weights = new Dictionary<string, float> { ["subspace.residual"] = 1, ["subspace.inside"] = 1 } };
        var model = Rows.Train(Rows.Many(60, 5).ConvertAll(r => r[..2]), options, ["a", "b"]);
        Assert.True(double.IsFinite(model.Score([400, 2], 0).Value));
        Assert.True(model.Score([4e9f, 2], 0).Value > model.Score([400, 2], 0).Value);
    }
}
