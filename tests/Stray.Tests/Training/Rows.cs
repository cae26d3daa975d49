using Stray.Detection.Scoring;
using Stray.Training;
using Stray.Training.Baselines;

namespace Stray.Tests.Training;

/// <summary>Made-up baselines: correlated features of very different scales, as flows have them.</summary>
internal static class Rows
{
    public const int Width = 6;

    public static readonly string[] Names = ["bytes", "packets", "seconds", "share", "flag", "constant"];

    public static float[] Ordinary(Random random)
    {
        var size = Math.Exp(6 + Normal(random));
        var packets = Math.Ceiling(size / 400) + random.Next(3);
        return
        [
            (float)size, (float)packets, (float)(packets * 0.02 * Math.Exp(0.3 * Normal(random))),
            (float)random.NextDouble(), random.Next(2), 7,
        ];
    }

    public static float[] Strange(Random random) =>
        [(float)Math.Exp(11 + Normal(random)), 2, (float)Math.Exp(4 + Normal(random)), (float)random.NextDouble(), random.Next(2), 7];

    public static List<float[]> Many(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Ordinary(random))];
    }

    public static ScoringModel Train(IEnumerable<float[]> rows, TrainingOptions? options = null, string[]? names = null)
    {
        var baseline = new Baseline(names ?? Names, options ?? new());
        foreach (var row in rows) baseline.Add(row, SegmentKey.All, SegmentKey.All);
        var trained = new Trainer(options ?? new()).Train("test@1", baseline);
        Assert.Null(trained.Failure);
        return trained.Model!;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
