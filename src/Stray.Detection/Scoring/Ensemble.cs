namespace Stray.Detection.Scoring;

/// <summary>The detectors of one segment and how their scores become one: the weighted mean of tail-scaled scores.</summary>
public sealed class Ensemble
{
    public const int MaximumOutputs = 32;

    private readonly IDetector[] _detectors;
    private readonly TailScale[] _scales;
    private readonly float[] _weights;

    /// <param name="scales">One per output, in the detectors' order.</param>
    /// <param name="weights">One per output; they add up to 1.</param>
    public Ensemble(IDetector[] detectors, TailScale[] scales, float[] weights)
    {
        (_detectors, _scales, _weights) = (detectors, scales, weights);
        Outputs = [.. detectors.SelectMany(d => d.Outputs)];
        if (Outputs.Count > MaximumOutputs || scales.Length != Outputs.Count || weights.Length != Outputs.Count)
        {
            throw new ArgumentException($"{Outputs.Count} outputs, {scales.Length} scales, {weights.Length} weights", nameof(scales));
        }
    }

    public IReadOnlyList<string> Outputs { get; }

    public ReadOnlySpan<IDetector> Detectors => _detectors;

    internal ReadOnlySpan<TailScale> Scales => _scales;

    internal ReadOnlySpan<float> Weights => _weights;

    public double Score(scoped in PreparedRow row)
    {
        Span<double> raw = stackalloc double[MaximumOutputs];
        ScoreEach(_detectors, row, raw);
        return Combine(raw);
    }

    /// <param name="raw">One raw score per output.</param>
    public double Combine(ReadOnlySpan<double> raw)
    {
        var sum = 0.0;
        for (var i = 0; i < _scales.Length; i++) sum += _weights[i] * _scales[i].Map(raw[i]);
        return sum;
    }

    /// <summary>Each output on the common scale, for comparing detectors; allocates.</summary>
    public double[] Scaled(ReadOnlySpan<double> raw)
    {
        var scaled = new double[_scales.Length];
        for (var i = 0; i < scaled.Length; i++) scaled[i] = _scales[i].Map(raw[i]);
        return scaled;
    }

    public static void ScoreEach(ReadOnlySpan<IDetector> detectors, scoped in PreparedRow row, Span<double> raw)
    {
        foreach (var detector in detectors)
        {
            detector.Score(row, raw);
            raw = raw[detector.Outputs.Count..];
        }
    }
}
