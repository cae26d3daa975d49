using System.Globalization;

namespace Stray.Contracts.Findings;

/// <summary>
/// What was observed, as a constant sentence and up to two numbers: formatted only when written,
/// so that reporting a finding allocates nothing on the packet path.
/// </summary>
/// <param name="Text">A composite format string with at most {0} and {1}, e.g. "data offset {0} is below 5".</param>
public readonly record struct FindingDetail(string Text, long First = 0, long Second = 0)
{
    /// <summary>A finished text, braces and all: what came over the wire must not be taken for a format.</summary>
    public static FindingDetail Literal(string text) => new(text.AsSpan().ContainsAny('{', '}')
        ? text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)
        : text);

    /// <summary>Writes the text without allocating; false when it does not fit. A brace that starts no placeholder stands for itself.</summary>
    public bool TryFormat(Span<char> destination, out int written)
    {
        written = 0;
        for (var rest = Text.AsSpan(); !rest.IsEmpty;)
        {
            var step = Placeholder(rest);
            var taken = 1;
            if (step > 0)
            {
                if (!Value(rest).TryFormat(destination[written..], out taken, Format(rest[..step]), CultureInfo.InvariantCulture))
                {
                    return false;
                }
            }
            else
            {
                step = rest is ['{', '{', ..] or ['}', '}', ..] ? 2 : 1;
                if (written == destination.Length)
                {
                    return false;
                }

                destination[written] = rest[0];
            }

            written += taken;
            rest = rest[step..];
        }

        return true;
    }

    public override string ToString()
    {
        Span<char> text = stackalloc char[512];
        if (TryFormat(text, out var written))
        {
            return new string(text[..written]);
        }

        var large = new char[Text.Length + 256]; // two numbers at most, of a few dozen digits each
        return TryFormat(large, out written) ? new string(large, 0, written) : Text;
    }

    public static implicit operator FindingDetail(string text) => new(text);

    /// <summary>Length of the {0}, {1} or {0:format} that the text starts with, else 0.</summary>
    private static int Placeholder(ReadOnlySpan<char> text)
    {
        if (text is not ['{', '0' or '1', '}' or ':', ..])
        {
            return 0;
        }

        return text.IndexOf('}') + 1;
    }

    private long Value(ReadOnlySpan<char> placeholder) => placeholder[1] == '0' ? First : Second;

    private static ReadOnlySpan<char> Format(ReadOnlySpan<char> placeholder) => placeholder[2] == ':' ? placeholder[3..^1] : default;
}
