namespace Stray.Exercises.Answers;

/// <summary>How the alerts of a run compare with what was planted.</summary>
/// <param name="Planted">Strays planted; near misses do not count.</param>
/// <param name="Found">Ids of strays some alert proves.</param>
/// <param name="Missed">Ids of the others, even when an alert was about the right host for another reason.</param>
/// <param name="FalseAlerts">Alerts that belong to no stray, those about near misses among them.</param>
/// <param name="Disturbed">Ids of near misses some alert was about.</param>
public sealed record Verdict(
    int Planted,
    IReadOnlyList<string> Found,
    IReadOnlyList<string> Missed,
    IReadOnlyList<ObservedAlert> FalseAlerts,
    IReadOnlyList<string> Disturbed);
