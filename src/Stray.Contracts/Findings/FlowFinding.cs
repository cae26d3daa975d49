namespace Stray.Contracts.Findings;

/// <summary>
/// One finding of one flow, folded: <paramref name="Count"/> occurrences, the evidence of the first kept.
/// </summary>
/// <param name="Frame">1-based frame number in its capture; 0 when the finding belongs to no single frame.</param>
/// <param name="Offset">Byte offset of the offending bytes in that frame; -1 when they lie in a reassembled datagram or none exist.</param>
/// <param name="Length">Bytes from <paramref name="Offset"/> that break the rule.</param>
/// <param name="Time">Time of that frame, nanoseconds since 1970 UTC.</param>
public readonly record struct FlowFinding(
    FindingName Name, long Frame, int Offset, int Length, long Time, int Count, FindingDetail Detail);
