namespace Stray.Capture.Features.Windows;

/// <summary>Bounds of a <see cref="DistinctWindow"/>.</summary>
/// <param name="Limit">Keys kept at most, 8 bytes each; counts are exact up to here.</param>
/// <param name="Horizon">Seconds after which a key that was not seen again may be forgotten: the longest window asked for.</param>
internal readonly record struct DistinctBound(int Limit, int Horizon);
