using System.IO.Hashing;
using System.Text;

namespace Stray.Capture.Inspection;

/// <summary>
/// Strings for names that come again and again (server names, fingerprints), so that only new ones allocate. A cache of
/// fixed size: a name that collides replaces the older one.
/// </summary>
/// <param name="slots">A power of two.</param>
public sealed class NamePool(int slots = 8192)
{
    private readonly string?[] _names = new string?[slots];

    /// <summary>The bytes as text; what is not printable ASCII becomes U+FFFD, since names are hostile input.</summary>
    public string Get(ReadOnlySpan<byte> ascii)
    {
        if (ascii.IsEmpty)
        {
            return "";
        }

        ref var slot = ref _names[(int)XxHash3.HashToUInt64(ascii) & (slots - 1)];
        if (slot is { } known && Matches(known, ascii))
        {
            return known;
        }

        return slot = Decode(ascii);
    }

    private static bool Matches(string text, ReadOnlySpan<byte> ascii)
    {
        if (text.Length != ascii.Length)
        {
            return false;
        }

        for (var i = 0; i < ascii.Length; i++)
        {
            if (text[i] != Printable(ascii[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static char Printable(byte value) => value is >= 0x20 and < 0x7F ? (char)value : '\uFFFD';

    private static string Decode(ReadOnlySpan<byte> ascii)
    {
        var text = new StringBuilder(ascii.Length);
        foreach (var value in ascii)
        {
            text.Append(Printable(value));
        }

        return text.ToString();
    }
}
