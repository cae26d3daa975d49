namespace Stray.Capture.Frames;

/// <summary>Input that could not be read on: what, where, and what the user can do.</summary>
/// <param name="Source">File or interface name.</param>
/// <param name="Offset">Byte offset in the (decompressed) file where the bad structure starts; -1 when live.</param>
/// <param name="Frame">Number of the last whole frame before it.</param>
public sealed record FrameFailure(string Source, long Offset, long Frame, string Reason)
{
    public override string ToString() => Offset < 0
        ? $"{Source}: {Reason}"
        : $"{Source}: offset {Offset}, after frame {Frame}: {Reason}";
}
