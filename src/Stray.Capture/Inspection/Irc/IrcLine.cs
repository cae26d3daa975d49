namespace Stray.Capture.Inspection.Irc;

/// <summary>One message: [@tags SP] [:prefix SP] command parameters (RFC 1459 s2.3.1).</summary>
internal readonly ref struct IrcLine
{
    private IrcLine(ReadOnlySpan<byte> command, ReadOnlySpan<byte> parameters, int start)
    {
        Command = command;
        Parameters = parameters;
        Start = start;
    }

    public ReadOnlySpan<byte> Command { get; }

    public ReadOnlySpan<byte> Parameters { get; }

    /// <summary>Where the command begins; tags have a limit of their own.</summary>
    public int Start { get; }

    /// <summary>Letters, or three digits.</summary>
    public bool HasCommand => Command.Length > 0
        && (Command.Length == 3 && !Command.ContainsAnyExceptInRange((byte)'0', (byte)'9') || IsLetters(Command));

    /// <summary>False when a prefix or tags are all there is.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out IrcLine message)
    {
        var at = 0;
        message = default;
        if (!TrySkip(line, (byte)'@', ref at) || !TrySkip(line, (byte)':', ref at))
        {
            return false;
        }

        var rest = line[at..];
        var space = rest.IndexOf((byte)' ');
        message = space < 0 ? new IrcLine(rest, default, at) : new IrcLine(rest[..space], rest[(space + 1)..], at);
        return true;
    }

    public int CountParameters()
    {
        var count = 0;
        for (var rest = Parameters.TrimStart((byte)' '); !rest.IsEmpty; count++)
        {
            var space = rest[0] == (byte)':' ? -1 : rest.IndexOf((byte)' ');
            rest = space < 0 ? default : rest[space..].TrimStart((byte)' ');
        }

        return count;
    }

    private static bool TrySkip(ReadOnlySpan<byte> line, byte mark, ref int at)
    {
        if (at >= line.Length || line[at] != mark)
        {
            return true;
        }

        var space = line[at..].IndexOf((byte)' ');
        if (space < 0)
        {
            return false;
        }

        at += space;
        while (at < line.Length && line[at] == (byte)' ')
        {
            at++;
        }

        return at < line.Length;
    }

    private static bool IsLetters(ReadOnlySpan<byte> word)
    {
        foreach (var value in word)
        {
            if (!char.IsAsciiLetter((char)value))
            {
                return false;
            }
        }

        return true;
    }
}
