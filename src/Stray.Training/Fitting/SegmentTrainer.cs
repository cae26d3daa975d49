using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>Baseline rows of one segment → its model: trim, fit, score held-back rows, calibrate.</summary>
public sealed class SegmentTrainer(TrainingOptions options)
{
    /// <summary>Fewer rows than this cannot both fit and calibrate.</summary>
    public const int FewestRows = 10;

    /// <param name="rows">Oldest first, at least <see cref="FewestRows"/>.</param>
    public SegmentModel Train(string name, FeatureMatrix rows, int parent = -1, Calibration? borrowed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Rows, FewestRows);
        var (fit, heldBack) = HeldBackScores.Of(rows, options);
        var scales = Array.ConvertAll(heldBack, s => TailScale.Of(s));
        var ensemble = new Ensemble(fit.Detectors, scales, Weights(fit));
        return new(name, parent, fit.Preparation, ensemble, new(Combine(ensemble, heldBack), borrowed));
    }

    private float[] Weights(SegmentFit fit)
    {
        var weights = fit.Detectors.SelectMany(d => d.Outputs).Select(o => options.Weights.GetValueOrDefault(o)).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(w => w / sum)];
    }

    private static double[] Combine(Ensemble ensemble, double[][] heldBack)
    {
        var combined = new double[heldBack[0].Length];
        var raw = new double[heldBack.Length];
        for (var i = 0; i < combined.Length; i++)
        {
            for (var o = 0; o < raw.Length; o++) raw[o] = heldBack[o][i];
            combined[i] = ensemble.Combine(raw);
        }

        return combined;
    }
}
