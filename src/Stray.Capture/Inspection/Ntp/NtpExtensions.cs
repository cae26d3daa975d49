using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Ntp;

/// <summary>What follows the header of version 4 (RFC 7822 s3): extension fields, then perhaps an authentication code.</summary>
internal static class NtpExtensions
{
    private const int LeastField = 16;

    /// <summary>Anything longer than a code begins with an extension field.</summary>
    private const int LongestCode = 24;

    /// <returns>Where the field or code begins that does not fit; -1 when all do.</returns>
    public static int FindFlaw(ReadOnlySpan<byte> message, int at)
    {
        while (message.Length - at > LongestCode)
        {
            var rest = message[at..];
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            if (length < LeastField || length % 4 != 0 || length > rest.Length)
            {
                return IsTail(rest) ? -1 : at;
            }

            at += length;
        }

        return IsTail(message[at..]) ? -1 : at;
    }

    /// <summary>
    /// A key number with a digest of 0, 16, 20, 32, 48 or 64 bytes, Windows' extended authenticator (MS-SNTP s2.2.2), a last
    /// field, or padding.
    /// </summary>
    private static bool IsTail(ReadOnlySpan<byte> rest) =>
        rest.Length is 0 or 4 or 20 or 24 or 36 or 52 or 68 or 72
        || (rest.Length is >= LeastField and <= LongestCode && BinaryPrimitives.ReadUInt16BigEndian(rest[2..]) == rest.Length)
        || rest.IndexOfAnyExcept((byte)0) < 0;
}
