namespace Stray.Capture.Features.Windows;

/// <summary>What a window adds up: flows, how many of them failed or were marked, and the volume they sent.</summary>
internal struct TallySums
{
    public int Flows;
    public int Failed;

    /// <summary>A second condition, chosen by the owner of the tally: unanswered, short.</summary>
    public int Marked;
    public double Bytes;

    public static TallySums Of(bool failed, bool marked, double bytes) =>
        new() { Flows = 1, Failed = failed ? 1 : 0, Marked = marked ? 1 : 0, Bytes = bytes };

    public void Add(in TallySums other)
    {
        Flows += other.Flows;
        Failed += other.Failed;
        Marked += other.Marked;
        Bytes += other.Bytes;
    }
}
