namespace Stray.Capture.Decoding.Transport;

/// <summary>Lengths of the Multipath TCP option by subtype (RFC 8684 s3, and RFC 6824 for version 0).</summary>
internal static class MultipathOption
{
    private const int Capable = 0, Join = 1, DataSequence = 2, AddAddress = 3, RemoveAddress = 4, Priority = 5, Fail = 6,
        FastClose = 7, Reset = 8;

    public static bool IsLengthValid(ReadOnlySpan<byte> option) => option.Length >= 3 && (option[2] >> 4) switch
    {
        Capable => option.Length is 4 or 12 or 20 or 22 or 24,
        Join => option.Length is 12 or 16 or 24,
        DataSequence => option.Length >= 4 && IsDataSequence(option),
        AddAddress => option.Length is 8 or 10 or 16 or 18 or 20 or 22 or 26 or 28 or 30,
        RemoveAddress => option.Length >= 4,
        Priority => option.Length is 3 or 4,
        Fail or FastClose => option.Length == 12,
        Reset => option.Length == 4,
        _ => true,
    };

    /// <summary>Flags say which of acknowledgment and mapping follow, and how long they are; a checksum is optional.</summary>
    private static bool IsDataSequence(ReadOnlySpan<byte> option)
    {
        var flags = option[3];
        var acknowledgment = (flags & 1) == 0 ? 0 : (flags & 2) == 0 ? 4 : 8;
        var mapping = (flags & 4) == 0 ? 0 : ((flags & 8) == 0 ? 4 : 8) + 6;
        var length = 4 + acknowledgment + mapping;
        return option.Length == length || (mapping > 0 && option.Length == length + 2);
    }
}
