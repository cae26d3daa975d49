namespace Stray.Capture.Inspection;

internal enum ReplyLine : byte
{
    /// <summary>A line of a reply that goes on.</summary>
    Continued,

    /// <summary>The last or only line of a reply; <see cref="ReplyReader.Code"/> is its number.</summary>
    Final,

    /// <summary>Another reply's number within a reply of several lines.</summary>
    ForeignCode,

    /// <summary>No numbered reply.</summary>
    Invalid,
}

/// <summary>Numbered replies of one or more lines (RFC 959 s4.2, RFC 5321 s4.2.1).</summary>
/// <param name="strict">Every line of a reply repeats the number (SMTP); FTP allows any text between the first and the last.</param>
internal sealed class ReplyReader(bool strict)
{
    private int _open;

    public int Code { get; private set; }

    public void Reset() => _open = Code = 0;

    public ReplyLine Read(ReadOnlySpan<byte> line)
    {
        var code = CodeOf(line);
        if (_open == 0)
        {
            return code < 0 ? ReplyLine.Invalid : Begin(code, line);
        }

        if (code == _open)
        {
            return Begin(code, line);
        }

        return strict ? ReplyLine.Invalid : code < 0 ? ReplyLine.Continued : ReplyLine.ForeignCode;
    }

    private ReplyLine Begin(int code, ReadOnlySpan<byte> line)
    {
        Code = code;
        _open = line.Length > 3 && line[3] == (byte)'-' ? code : 0;
        return _open == 0 ? ReplyLine.Final : ReplyLine.Continued;
    }

    /// <summary>The number at the line's start, -1 when there is none from 100 to 699.</summary>
    private static int CodeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length < 3 || line[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9') || line[0] is < (byte)'1' or > (byte)'6'
            || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')))
        {
            return -1;
        }

        return ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + line[2] - '0';
    }
}
