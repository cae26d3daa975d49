using System.Text;
using System.Text.Json;

namespace Stray.Capture.FlowLogs;

/// <summary>
/// Walks the scalar members of one JSON object, those of inner objects as "outer.inner"; arrays and what lies deeper are
/// stepped over. Throws <see cref="JsonException"/> or <see cref="InvalidOperationException"/> on what is no JSON.
/// </summary>
internal ref struct JsonMembers(ReadOnlySpan<byte> line, JsonMembers.Buffers buffers)
{
    private Utf8JsonReader _reader = new(line);
    private int _outerLength;
    private int _nameLength;

    /// <summary>Too long names are given empty: no member that we know has one.</summary>
    public readonly ReadOnlySpan<char> Name => buffers.Name.AsSpan(0, _nameLength);

    /// <summary>Unescaped text of a string, or a number or literal as it is written; valid until the next move.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public bool MoveNext()
    {
        while (_reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    TakeName();
                    break;
                case JsonTokenType.StartObject when _reader.CurrentDepth == 1 && _nameLength > 0:
                    _outerLength = _nameLength + 1;
                    break;
                case JsonTokenType.StartArray or JsonTokenType.StartObject when _reader.CurrentDepth > 0:
                    _reader.Skip();
                    break;
                case JsonTokenType.String:
                    Value = _reader.ValueIsEscaped ? Unescape() : _reader.ValueSpan;
                    return true;
                case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                    Value = _reader.ValueSpan;
                    return true;
                default: // the braces around it all, and null, which is as good as absent
                    break;
            }
        }

        return false;
    }

    private void TakeName()
    {
        var name = _reader.ValueSpan;
        var start = _reader.CurrentDepth == 1 ? 0 : _outerLength;
        if (start + name.Length + 1 > buffers.Name.Length)
        {
            _nameLength = 0;
            return;
        }

        if (start > 0)
        {
            buffers.Name[start - 1] = '.';
        }

        _nameLength = start + Encoding.Latin1.GetChars(name, buffers.Name.AsSpan(start));
    }

    private ReadOnlySpan<byte> Unescape()
    {
        if (buffers.Value.Length < _reader.ValueSpan.Length)
        {
            buffers.Value = new byte[_reader.ValueSpan.Length];
        }

        return buffers.Value.AsSpan(0, _reader.CopyString(buffers.Value));
    }

    /// <summary>What one walk after the other can use again.</summary>
    internal sealed class Buffers
    {
        public char[] Name { get; } = new char[128];

        /// <summary>Never larger than the longest line.</summary>
        public byte[] Value { get; set; } = new byte[1024];
    }
}
