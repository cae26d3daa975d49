namespace Stray.Detection.Scoring;

/// <summary>One family of anomaly scores with its parameters. Immutable, so any number of threads may share it.</summary>
public interface IDetector
{
    /// <summary>Names of its scores, e.g. <c>values/100 distance</c>; as many as <see cref="Score"/> writes.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>Writes one finite score per output; larger is stranger; scales are arbitrary.</summary>
    void Score(scoped in PreparedRow row, Span<double> scores);
}
