namespace Stray.Checks;

/// <summary>How grave what a check found is.</summary>
public enum CheckOutcome
{
    Ok,

    /// <summary>It works, but less well or not for every verb.</summary>
    Warning,

    Failed,
}
