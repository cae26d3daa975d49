namespace Stray.Capture.Decoding.Icmp;

/// <summary>
/// Assigned types and codes (IANA icmp-parameters and icmpv6-parameters). Withdrawn types (RFC 6918) count as unassigned.
/// </summary>
internal static class IcmpCodes
{
    public const byte EchoReply = 0, Unreachable = 3, SourceQuench = 4, Redirect = 5, Echo = 8, TimeExceeded = 11,
        ParameterProblem = 12,
        ExtendedEcho = 42;

    public const byte Unreachable6 = 1, ParameterProblem6 = 4, Echo6 = 128, EchoReply6 = 129;

    public static bool IsAssigned(byte type) =>
        type is EchoReply or (>= 3 and <= 5) or (>= 8 and <= 18) or 30 or (>= 40 and <= 43);

    /// <summary>For an assigned type.</summary>
    public static bool IsCodeAssigned(byte type, byte code) => type switch
    {
        Unreachable => code <= 15,
        Redirect => code <= 3,
        9 => code is 0 or 16, // router advertisement (RFC 5944)
        TimeExceeded or 30 => code <= 1,
        ParameterProblem => code <= 2,
        40 => code <= 5,
        41 => true,
        43 => code <= 4,
        _ => code == 0,
    };

    /// <summary>
    /// Private experimentation (100, 101, 200, 201) and the reserved 127 and 255 are no type to be seen between networks.
    /// </summary>
    public static bool IsAssigned6(byte type) => type is (>= 1 and <= 4) or (>= Echo6 and <= 161);

    /// <summary>For an assigned type.</summary>
    public static bool IsCodeAssigned6(byte type, byte code) => type switch
    {
        Unreachable6 => code <= 8,
        3 => code <= 1,
        ParameterProblem6 => code <= 10,
        138 => code is 0 or 1 or 255,
        139 or 140 => code <= 2,
        >= 154 and <= 161 => true, // codes are messages of their own (RFC 5568, RFC 6550, RFC 8335)
        _ => code == 0,
    };

    public static bool IsError(byte type) => type is Unreachable or SourceQuench or Redirect or TimeExceeded or ParameterProblem;
}
