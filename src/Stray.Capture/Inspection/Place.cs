namespace Stray.Capture.Inspection;

/// <summary>Where a byte lies in the capture: evidence for a finding.</summary>
/// <param name="Offset">Byte offset in the frame, -1 when it has none there (IP reassembly).</param>
public readonly record struct Place(long Frame, int Offset, long Time);
