namespace Stray.Detection.Scoring;

/// <summary>What the model says of one row, without allocation; <see cref="ScoringModel.Explain"/> makes the rest.</summary>
/// <param name="Failure">None, or why there is no score (then the other fields mean nothing).</param>
/// <param name="Value">Combined score, finite, larger is stranger: the mean of −ln tail probabilities.</param>
/// <param name="PValue">Conformal p in (0, 1].</param>
/// <param name="Segment">Index of the segment that judged it.</param>
public readonly record struct Verdict(Unscorable Failure, double Value, double PValue, int Segment)
{
    public bool IsScored => Failure == Unscorable.None;
}
