using System.Text;

namespace Stray.Capture.FlowLogs;

/// <summary>One string for each text that logs repeat on every line (states, services, labels); bounded, for logs may not repeat.</summary>
internal sealed class TextPool
{
    private const int MostTexts = 4096, LongestPooled = 128;

    private readonly HashSet<string> _texts = [];
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _byCharacters;

    public TextPool()
    {
        _byCharacters = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>UTF-8 text; what is not UTF-8 becomes U+FFFD.</summary>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > LongestPooled)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        Span<char> characters = stackalloc char[LongestPooled];
        ReadOnlySpan<char> text = characters[..Encoding.UTF8.GetChars(utf8, characters)];
        if (_byCharacters.TryGetValue(text, out var pooled))
        {
            return pooled;
        }

        pooled = text.ToString();
        if (_texts.Count < MostTexts)
        {
            _texts.Add(pooled);
        }

        return pooled;
    }
}
