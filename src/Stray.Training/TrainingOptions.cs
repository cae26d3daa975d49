namespace Stray.Training;

/// <summary>What can be turned in training. The defaults are those docs/detectors.md gives the figures for.</summary>
public sealed record TrainingOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>Most k-means centres of a segment; one per ten rows in small ones.</summary>
    public int Centres { get; init; } = 100;

    /// <summary>Most centres of the coarse density; one per thirty rows in small segments.</summary>
    public int CoarseCentres { get; init; } = 30;

    /// <summary>
    /// Fewest rows that k-means looks for centres in, evenly through time (30 a centre if that is more); more move the centres
    /// little and are most of the training time.
    /// </summary>
    public int CentreRows { get; init; } = 2000;

    /// <summary>Baseline rows kept per cluster as nearest-neighbour candidates.</summary>
    public int ExemplarsPerCluster { get; init; } = 32;

    /// <summary>Clusters (the largest) that get a covariance of their own; the rest share the pooled one.</summary>
    public int OwnShapes { get; init; } = 100;

    /// <summary>Share of baseline rows left out of the fit (never out of calibration): those farthest out by tail probability.</summary>
    public double TrimShare { get; init; } = 0.01;

    /// <summary>Stretches of time that take turns at being held back for calibration.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Rows below which a segment is judged by its parent.</summary>
    public int MinimumSegmentRows { get; init; } = 300;

    /// <summary>Rows a segment keeps of a longer baseline (reservoir sample).</summary>
    public int MaximumSegmentRows { get; init; } = 10_000;

    /// <summary>Weight of each detector output in the combined score; those not named are not trained.</summary>
    public IReadOnlyDictionary<string, float> Weights { get; init; } = DetectorSet.Chosen;
}
