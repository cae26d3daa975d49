using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Dhcp;

/// <summary>The options field: code, length, value, up to End (RFC 2132 s2).</summary>
internal static class DhcpOptions
{
    /// <summary>After the fixed fields and the cookie (RFC 2131 s2 and s3).</summary>
    public const int Start = 240;

    private const uint Cookie = 0x63825363;
    private const byte Pad = 0;
    private const byte End = 255;

    public static bool HasCookie(ReadOnlySpan<byte> message) => BinaryPrimitives.ReadUInt32BigEndian(message[236..]) == Cookie;

    /// <param name="message">What was captured of it.</param>
    /// <param name="wireLength">Its length; a flaw beyond what was captured cannot be told.</param>
    public static (string? Text, int Offset, int Length) Check(ReadOnlySpan<byte> message, int wireLength)
    {
        var at = Start;
        while (at < message.Length)
        {
            var code = message[at];
            if (code == End)
            {
                return default;
            }

            if (code == Pad)
            {
                at++;
                continue;
            }

            if (at + 1 >= wireLength)
            {
                return ("option {0} ends before its length", at, 1);
            }

            if (at + 1 >= message.Length)
            {
                return default;
            }

            var length = message[at + 1];
            if (at + 2 + length > wireLength)
            {
                return ("option {0} runs past the message", at, 2);
            }

            if (!Fits(code, length))
            {
                return ("option {0} has a length it cannot have", at, 2);
            }

            at += 2 + length;
        }

        return message.Length == wireLength ? ("options without End", message.Length - 1, 1) : default;
    }

    /// <summary>RFC 2132: options of one fixed length, and lists of addresses.</summary>
    private static bool Fits(byte code, byte length) => code switch
    {
        1 or 16 or 28 or 32 or 50 or 51 or 54 or 58 or 59 => length == 4,
        57 or 26 or 22 => length == 2,
        53 or 52 or 19 or 20 or 27 or 29 or 30 or 31 => length == 1,
        3 or 4 or 5 or 6 or 41 or 42 or 44 or 45 => length > 0 && length % 4 == 0,
        61 => length >= 2,
        _ => true,
    };
}
