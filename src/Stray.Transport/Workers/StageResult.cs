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

    public static StageResult NotNow(string reason) => new(StageOutcome.NotNow, reason);
}
