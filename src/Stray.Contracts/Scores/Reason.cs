namespace Stray.Contracts.Scores;

/// <summary>Why a score is high: one feature, what was seen and what the baseline holds.</summary>
/// <param name="Feature">Feature id.</param>
/// <param name="Share">Part of the score this feature explains, 0..1; the shares of one score add up to at most 1.</param>
/// <param name="Low">1 % quantile of the baseline segment.</param>
/// <param name="High">99 % quantile of the baseline segment.</param>
public readonly record struct Reason(string Feature, float Value, float Share, float Low, float Median, float High);
