namespace Stray.Capture.Inspection.Framing;

/// <summary>How far one side's stream has been cut into messages.</summary>
internal sealed class FramedSide(int kept)
{
    /// <summary>The beginning of a message whose rest has not come yet.</summary>
    public PlacedBuffer Pending { get; } = new(kept);

    /// <summary>Bytes of the current message nobody looks at.</summary>
    public long Skip { get; set; }

    /// <summary>Messages passed on so far: what came in step before will have begun in step.</summary>
    public long Messages { get; set; }

    /// <summary>Nothing more is looked at: framing is lost, or what follows is encrypted.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Bytes of this side are missing, so that what it did not say proves nothing.</summary>
    public bool IsLost { get; private set; }

    public void Stop() => IsDone = true;

    public void Lose() => IsDone = IsLost = true;

    public void Reset()
    {
        Pending.Reset();
        Skip = Messages = 0;
        IsDone = IsLost = false;
    }
}
