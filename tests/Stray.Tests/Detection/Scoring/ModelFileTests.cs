using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Detection.Habits;
using Stray.Detection.Scoring;
using Stray.Detection.Scoring.Storage;
using Stray.Tests.Detection.Alerting;
using Stray.Tests.Training;
using Stray.Training;

namespace Stray.Tests.Detection.Scoring;

public sealed class ModelFileTests
{
    private static readonly Lazy<(ScoringModel Model, byte[] Bytes)> Shared = new(() =>
    {
        var model = Rows.Train(Rows.Many(200, 1), new TrainingOptions { Weights = DetectorSet.Candidates.ToDictionary(d => d.Key, _ => 1f) });
        return (model, ModelFile.Write(model));
    });

    [Fact]
    public void What_was_written_scores_the_same_to_the_last_bit()
    {
        var (model, bytes) = Shared.Value;
        var (read, failure) = ModelFile.Read(bytes);
        Assert.Null(failure);
        foreach (var row in Rows.Many(300, 2)) Assert.Equal(model.Score(row, 0), read!.Score(row, 0));
        Assert.Equal(model.Fingerprint, read!.Fingerprint);
        Assert.Equal(bytes, ModelFile.Write(read));
    }

    [Fact]
    public void Habits_are_written_with_the_model_and_break_the_same_flows()
    {
        var learner = new HabitLearner();
        for (var i = 0; i < 600; i++) learner.Add(Flow(i));
        learner.AddNarrow("icmp/internal", [new Address(1, 2)]);
        var bytes = ModelFile.Write(new ScoringModel("m", [.. Shared.Value.Model.Features], [.. Shared.Value.Model.Segments]) { Habits = learner.Learn() });
        var (read, failure) = ModelFile.Read(bytes);
        Assert.Null(failure);
        Assert.Equal(bytes, ModelFile.Write(read!));
        Assert.True(read!.Habits!.IsNarrow("icmp/internal") && read.Habits.KnowsSource("icmp/internal", new Address(1, 2)));
        Assert.Equal((false, true), (read.Habits.IsNews(FindingName.TcpStorm), read.Habits.IsNews(FindingName.DnsTunnelSuspected)));
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_reason()
    {
        var bytes = Shared.Value.Bytes;
        for (var length = 0; length < bytes.Length; length += length < 2000 ? 1 : 997)
        {
            var (model, failure) = ModelFile.Read(bytes.AsMemory(0, length));
            Assert.Null(model);
            Assert.NotNull(failure);
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_still_give_finite_scores()
    {
        var random = new Random(3);
        var row = Rows.Ordinary(random);
        var refused = 0;
        for (var i = 0; i < 1500; i++)
        {
            var bytes = Shared.Value.Bytes.ToArray();
            for (var k = 0; k < 8; k++) bytes[random.Next(i % 2 == 0 ? 3000 : bytes.Length)] = (byte)random.Next(256);
            var (model, failure) = ModelFile.Read(bytes);
            if (model is null)
            {
                Assert.NotNull(failure);
                refused++;
                continue;
            }

            var verdict = model.Score(row, 0);
            Assert.True(!verdict.IsScored || double.IsFinite(verdict.Value));
        }

        Assert.InRange(refused, 100, 1500);
    }

    [Fact]
    public void A_length_that_the_bytes_cannot_hold_allocates_nothing()
    {
        byte[] bytes = [.. "STRAYMDL"u8, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (_, failure) = ModelFile.Read(bytes);
        Assert.Contains("count of 2147483647", failure, StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    private static FlowRecord Flow(int minute)
    {
        var flow = AlertFoldTests.Flow("10.0.0.5", minute, FindingName.TcpStorm);
        flow.Features = new float[FeatureCatalogue.Count];
        return flow;
    }
}
