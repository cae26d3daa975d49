using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Smb;

/// <summary>What is wrong with a message, and at which of its bytes; the default is none.</summary>
internal readonly record struct SmbFlaw(FindingName Name, string? Text, int Offset, int Length, long Value)
{
    public static SmbFlaw Malformed(string text, int offset, int length, long value = 0) =>
        new(FindingName.SmbMessageMalformed, text, offset, length, value);

    public static SmbFlaw WrongWay(string text, int offset, int length, long value = 0) =>
        new(FindingName.SmbDirectionOrOverlap, text, offset, length, value);
}

internal enum Sender : byte
{
    Unknown,
    Client,
    Server,
}
