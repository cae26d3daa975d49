namespace Stray.Capture.Features.Windows;

/// <summary>The ports one source tried on one destination.</summary>
internal struct PairWindow : IWindow
{
    public static readonly DistinctBound PortBound = new(Limit: 64, Horizon: 600);

    public DistinctWindow Ports;

    public void Clear() => Ports.Clear();
}
