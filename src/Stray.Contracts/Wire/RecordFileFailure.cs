namespace Stray.Contracts.Wire;

/// <summary>A record file that could not be read on: what, where and how much was read before it.</summary>
/// <param name="Source">File name.</param>
/// <param name="Offset">Byte offset of the block (or header) that could not be read.</param>
/// <param name="Records">Records given before it.</param>
public sealed record RecordFileFailure(string Source, long Offset, long Records, string Reason)
{
    public override string ToString() => $"{Source}: offset {Offset}, after {Records} records: {Reason}";
}
