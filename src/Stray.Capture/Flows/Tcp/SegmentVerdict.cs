namespace Stray.Capture.Flows.Tcp;

/// <summary>What the sequence rules make of a segment.</summary>
internal enum SegmentVerdict : byte
{
    /// <summary>No payload, or payload that belongs to no stream (keep-alive, far outside the window).</summary>
    Nothing,

    /// <summary>Payload for the stream, whether new or repeated.</summary>
    Data,
}
