using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Ssh;

/// <summary>SSH_MSG_KEXINIT (RFC 4253 s7.1): a cookie, ten name-lists (RFC 4251 s5), a boolean, a reserved number.</summary>
internal static class KeyExchangeInitRules
{
    private const int Lists = 10;
    private const int FirstList = 17;

    /// <summary>Lists that must name at least one algorithm: all but the two of languages.</summary>
    private const int Mandatory = 8;

    /// <returns>The flaw and its offset in the payload; a null text when there is none.</returns>
    public static (string? Text, int Offset) Check(ReadOnlySpan<byte> payload)
    {
        var at = FirstList;
        for (var i = 0; i < Lists; i++)
        {
            if (at + 4 > payload.Length)
            {
                return ("key exchange message ends within its name-lists", Math.Min(at, payload.Length - 1));
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(payload[at..]);
            if (length > payload.Length - at - 4)
            {
                return ("name-list runs past the key exchange message", at);
            }

            var flaw = CheckList(payload.Slice(at + 4, (int)length), i < Mandatory);
            if (flaw is not null)
            {
                return (flaw, at);
            }

            at += 4 + (int)length;
        }

        return payload.Length - at == 5 ? default : ("key exchange message does not end after its reserved number", Math.Min(at, payload.Length - 1));
    }

    private static string? CheckList(ReadOnlySpan<byte> names, bool mandatory)
    {
        if (names.IsEmpty)
        {
            return mandatory ? "name-list of a mandatory kind is empty" : null;
        }

        if (names.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) >= 0)
        {
            return "name-list is not printable ASCII";
        }

        return names[0] == (byte)',' || names[^1] == (byte)',' || names.IndexOf(",,"u8) >= 0 ? "name-list has an empty name" : null;
    }
}
