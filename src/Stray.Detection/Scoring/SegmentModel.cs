namespace Stray.Detection.Scoring;

/// <summary>Everything that judges the flows of one segment. Immutable and shared by all threads.</summary>
/// <param name="Name">As <see cref="SegmentKey.ToString"/> shows it.</param>
/// <param name="Parent">Index of the parent segment, −1 for the root; parents come before their children.</param>
public sealed record SegmentModel(string Name, int Parent, Preparation Preparation, Ensemble Ensemble, Calibration Calibration)
{
    public TailDetector Tail { get; } = new(Preparation);

    /// <summary>The combined score, or the reason why there is none. Finite whatever the features hold.</summary>
    public Unscorable Score(ReadOnlySpan<float> features, out double score)
    {
        score = 0;
        if (features.Length != Preparation.Width) return Unscorable.WrongWidth;
        Span<float> values = stackalloc float[features.Length];
        Span<float> ranks = stackalloc float[features.Length];
        if (Preparation.Prepare(features, values, ranks) == 0) return Unscorable.NothingObserved;
        score = Ensemble.Score(new PreparedRow(features, values, ranks));
        return Unscorable.None;
    }
}
