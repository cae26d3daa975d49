namespace Stray.Capture.Inspection.Ftp;

/// <summary>A command line: a word, then perhaps a space and an argument (RFC 959 s5.3).</summary>
/// <param name="Start">Where the word begins: an abort comes after Telnet's interrupt signals (RFC 959 s4.1.3).</param>
internal readonly ref struct FtpCommand(int Start, ReadOnlySpan<byte> word, ReadOnlySpan<byte> argument)
{
    public int Start { get; } = Start;

    public ReadOnlySpan<byte> Word { get; } = word;

    public ReadOnlySpan<byte> Argument { get; } = argument;

    public int ArgumentStart => Start + Word.Length + 1;

    public static FtpCommand Of(ReadOnlySpan<byte> line)
    {
        var start = 0;
        while (start < line.Length && line[start] >= 0xF0)
        {
            start++;
        }

        var rest = line[start..];
        var space = rest.IndexOf((byte)' ');
        return space < 0 ? new FtpCommand(start, rest, default) : new FtpCommand(start, rest[..space], rest[(space + 1)..]);
    }

    public bool Is(ReadOnlySpan<byte> upper) => System.Text.Ascii.EqualsIgnoreCase(Word, upper);

    /// <summary>Letters, and digits after them as in XSHA1.</summary>
    public bool IsWord => Word.Length > 0 && char.IsAsciiLetter((char)Word[0]) && Word.IndexOfAnyExcept(WordCharacters) < 0;

    public bool OpensChannel => Is("PORT"u8) || Is("PASV"u8) || Is("EPRT"u8) || Is("EPSV"u8) || Is("LPRT"u8) || Is("LPSV"u8) || Is("SPSV"u8);

    public bool MovesFile => Is("RETR"u8) || Is("STOR"u8) || Is("APPE"u8);

    public bool Transfers => MovesFile || Is("STOU"u8) || Is("LIST"u8) || Is("NLST"u8) || Is("MLSD"u8);

    /// <summary>May be sent while a reply is due (RFC 959 s4.1.3; QUIT and NOOP as clients do).</summary>
    public bool Interrupts => Is("ABOR"u8) || Is("STAT"u8) || Is("QUIT"u8) || Is("NOOP"u8);

    private static System.Buffers.SearchValues<byte> WordCharacters { get; } =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"u8);
}
