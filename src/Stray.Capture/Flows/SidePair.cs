namespace Stray.Capture.Flows;

/// <summary>A count for each side of the flows.</summary>
public struct SidePair
{
    public long Forward;
    public long Backward;

    public void Add(Side side)
    {
        if (side == Side.Forward)
            Forward++;
        else
            Backward++;
    }
}
