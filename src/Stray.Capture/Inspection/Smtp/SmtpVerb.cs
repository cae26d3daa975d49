using System.Text;

namespace Stray.Capture.Inspection.Smtp;

/// <summary>What a client's line asks for, as kept in the queue of unanswered commands.</summary>
internal enum SmtpVerb : byte
{
    Other,
    Hello,
    Mail,
    Recipient,
    Data,

    /// <summary>The dot that ends a message; it is answered like a command.</summary>
    EndOfData,
    Chunk,
    LastChunk,
    Reset,
    Quit,
    Auth,
    StartTls,
}

internal static class SmtpVerbs
{
    public static SmtpVerb Of(ReadOnlySpan<byte> line) =>
        Is(line, "MAIL"u8) ? SmtpVerb.Mail
        : Is(line, "RCPT"u8) ? SmtpVerb.Recipient
        : Is(line, "DATA"u8) ? SmtpVerb.Data
        : Is(line, "BDAT"u8) ? SmtpVerb.Chunk
        : Is(line, "RSET"u8) ? SmtpVerb.Reset
        : Is(line, "EHLO"u8) || Is(line, "HELO"u8) || Is(line, "LHLO"u8) ? SmtpVerb.Hello
        : Is(line, "QUIT"u8) ? SmtpVerb.Quit
        : Is(line, "AUTH"u8) ? SmtpVerb.Auth
        : Is(line, "STARTTLS"u8) ? SmtpVerb.StartTls
        : SmtpVerb.Other;

    /// <summary>Whether the line is the command, alone or followed by a space.</summary>
    public static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> upper) =>
        line.Length >= upper.Length && Ascii.EqualsIgnoreCase(line[..upper.Length], upper)
        && (line.Length == upper.Length || line[upper.Length] == (byte)' ');
}
