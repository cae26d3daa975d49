namespace Stray.Capture.Inspection;

/// <summary>How a line of a text protocol ended.</summary>
public enum LineEnd : byte
{
    CrLf,

    /// <summary>LF without CR: receivers accept it, senders must not send it (RFC 9112 s2.2, RFC 5321 s2.3.8).</summary>
    Lf,

    /// <summary>The line outgrew the buffer; what is there is its beginning, the rest is skipped to its LF.</summary>
    TooLong,
}
