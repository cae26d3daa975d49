namespace Stray.Capture.Flows;

/// <summary>What a new flow's ports were used for just before.</summary>
internal enum Previous : byte
{
    None,

    /// <summary>A connection that was refused, or never opened.</summary>
    Attempt,

    /// <summary>A connection that lived and closed moments ago.</summary>
    Connection,

    /// <summary>A live connection: its SYN was captured there, and this SYN/ACK answers it.</summary>
    Taken,
}
