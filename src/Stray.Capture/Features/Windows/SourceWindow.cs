namespace Stray.Capture.Features.Windows;

/// <summary>What one host did as a source. 1 min windows at 10 s resolution, the longer ones at 1 min.</summary>
internal struct SourceWindow : IWindow
{
    public static readonly TallyShape FineShape = new(Width: 10, Limit: 36); // 5 min of disorder
    public static readonly TallyShape CoarseShape = new(Width: 60, Limit: 90); // 30 min of disorder
    public static readonly DistinctBound DestinationBound = new(Limit: 128, Horizon: 3600);
    public static readonly DistinctBound PortBound = new(Limit: 64, Horizon: 600);
    public static readonly DistinctBound ServiceBound = new(Limit: 64, Horizon: 3600);

    public Tally Fine;
    public Tally Coarse;
    public DistinctWindow Destinations;
    public DistinctWindow Ports;
    public DistinctWindow Services;

    public void Clear()
    {
        Fine.Clear();
        Coarse.Clear();
        Destinations.Clear();
        Ports.Clear();
        Services.Clear();
    }
}
