namespace Stray.Detection.Scoring;

/// <summary>One row in every form a detector may want. Spans over the caller's stack: nothing is allocated per flow.</summary>
public readonly ref struct PreparedRow(ReadOnlySpan<float> raw, ReadOnlySpan<float> values, ReadOnlySpan<float> ranks)
{
    /// <summary>As observed; NaN where not observable.</summary>
    public ReadOnlySpan<float> Raw { get; } = raw;

    /// <summary>Standardised, finite.</summary>
    public ReadOnlySpan<float> Values { get; } = values;

    /// <summary>Normal deviates of baseline ranks, finite.</summary>
    public ReadOnlySpan<float> Ranks { get; } = ranks;

    public ReadOnlySpan<float> In(FeatureView view) => view == FeatureView.Values ? Values : Ranks;
}
