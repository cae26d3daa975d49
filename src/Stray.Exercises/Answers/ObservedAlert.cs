namespace Stray.Exercises.Answers;

/// <summary>An alert as the judge needs it, whatever pipeline raised it.</summary>
/// <param name="Entity">Address the alert is about: IPv4 text, or MAC text for link findings.</param>
/// <param name="Peers">Addresses of the flows' other ends.</param>
/// <param name="Start">First and last evidence, nanoseconds since 1970 UTC.</param>
/// <param name="Findings">snake_case names of its findings.</param>
public sealed record ObservedAlert(
    string Entity, IReadOnlyList<string> Peers, long Start, long End, IReadOnlyList<string> Findings)
{
    /// <summary>Feature ids that explain its score; empty when it rests on findings alone.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];
}
