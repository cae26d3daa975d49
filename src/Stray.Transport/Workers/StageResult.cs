using Stray.Transport.Wire;

namespace Stray.Transport.Workers;

public enum StageOutcome
{
    Done,

    /// <summary>The record cannot be processed, now or ever: it goes to the dead letters.</summary>
    Poison,

    /// <summary>Something the stage needs is away: the worker goes back and tries the record again later.</summary>
    NotNow,
}

/// <summary>How it went with one record, and why not when it did not.</summary>
public readonly record struct StageResult(StageOutcome Outcome, string Reason)
{
    public static StageResult Done => new(StageOutcome.Done, "");

    public static StageResult Poison(string reason) => new(StageOutcome.Poison, reason);

    /// <summary>What a record that was decoded, or not, means for the worker.</summary>
    public static StageResult Of(DecodeOutcome outcome, string reason) => outcome switch
    {
        DecodeOutcome.Unavailable => NotNow(reason),
        DecodeOutcome.Poison => Poison(reason),
        _ => Done,
    };

    public static StageResult NotNow(string reason) => new(StageOutcome.NotNow, reason);
}
