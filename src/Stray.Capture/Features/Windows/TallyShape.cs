namespace Stray.Capture.Features.Windows;

/// <summary>Bounds of a <see cref="Tally"/>.</summary>
/// <param name="Width">Seconds a bucket spans: the resolution of every window asked for.</param>
/// <param name="Limit">Buckets kept at most, 24 bytes each: the longest window and the disorder that is tolerated.</param>
internal readonly record struct TallyShape(int Width, int Limit);
