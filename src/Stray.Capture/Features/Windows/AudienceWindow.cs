namespace Stray.Capture.Features.Windows;

/// <summary>The hosts that used one thing (a destination, a name, a service, a fingerprint) in the last day.</summary>
internal struct AudienceWindow : IWindow
{
    public const int Day = 86_400;

    public static readonly DistinctBound Bound = new(Limit: 64, Horizon: Day);

    public DistinctWindow Hosts;

    public void Clear() => Hosts.Clear();
}
