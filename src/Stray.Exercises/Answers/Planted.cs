using Stray.Contracts.Findings;

namespace Stray.Exercises.Answers;

/// <summary>One thing planted into the exercise and what a finder has to say about it.</summary>
/// <param name="Id">Stable name, e.g. <c>beacon</c>.</param>
/// <param name="What">What happened, in words.</param>
public sealed record Planted(string Id, PlantedKind Kind, string What)
{
    /// <summary>Addresses (IPv4 text or MAC) an alert may be about; naming one is enough.</summary>
    public required IReadOnlyList<string> Entities { get; init; }

    /// <summary>The other side: also accepted as an alert's entity when that alert's peers name one of <see cref="Entities"/>.</summary>
    public IReadOnlyList<string> Peers { get; init; } = [];

    /// <summary>First and last frame, nanoseconds since 1970 UTC.</summary>
    public required long Start { get; init; }

    public required long End { get; init; }

    /// <summary>Findings one of which proves it; empty when none can.</summary>
    public IReadOnlyList<FindingName> Findings { get; init; } = [];

    /// <summary>An alert that rests on a score alone is proof, too, if it names a peer (or there is no certain peer).</summary>
    public bool ScoreProves { get; init; }
}
