namespace Stray.Capture.Features.Windows;

/// <summary>What was done to one host as a destination.</summary>
internal struct TargetWindow : IWindow
{
    public static readonly TallyShape FineShape = new(Width: 10, Limit: 36);
    public static readonly TallyShape CoarseShape = new(Width: 60, Limit: 30);
    public static readonly DistinctBound SourceBound = new(Limit: 128, Horizon: 600);

    public Tally Fine;
    public Tally Coarse;
    public DistinctWindow Sources;

    public void Clear()
    {
        Fine.Clear();
        Coarse.Clear();
        Sources.Clear();
    }
}
