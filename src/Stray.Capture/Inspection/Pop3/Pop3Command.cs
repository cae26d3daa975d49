using System.Text;

namespace Stray.Capture.Inspection.Pop3;

/// <summary>A command POP3 knows and how many arguments it takes (RFC 1939, 2449, 5034, 2595, 6856).</summary>
internal readonly record struct Pop3Command(Pop3Verb Verb, int Least, int Most)
{
    private const int Any = int.MaxValue;

    public static bool TryFind(ReadOnlySpan<byte> word, out Pop3Command command)
    {
        command = Is(word, "USER"u8) ? new(Pop3Verb.Other, 1, Any)
            : Is(word, "PASS"u8) ? new(Pop3Verb.Other, 0, Any)
            : Is(word, "APOP"u8) ? new(Pop3Verb.Other, 2, 2)
            : Is(word, "AUTH"u8) ? new(Pop3Verb.Auth, 0, 2)
            : Is(word, "STLS"u8) ? new(Pop3Verb.StartTls, 0, 0)
            : Is(word, "STAT"u8) || Is(word, "NOOP"u8) || Is(word, "RSET"u8) || Is(word, "QUIT"u8) ? new(Pop3Verb.Other, 0, 0)
            : Is(word, "CAPA"u8) ? new(Pop3Verb.Listing, 0, 0)
            : Is(word, "LIST"u8) || Is(word, "UIDL"u8) ? new(Pop3Verb.ListingOrLine, 0, 1)
            : Is(word, "RETR"u8) ? new(Pop3Verb.Message, 1, 1)
            : Is(word, "TOP"u8) ? new(Pop3Verb.Message, 2, 2)
            : Is(word, "DELE"u8) ? new(Pop3Verb.Other, 1, 1)
            : Is(word, "UTF8"u8) || Is(word, "LAST"u8) ? new(Pop3Verb.Other, 0, 1)
            : Is(word, "LANG"u8) ? new(Pop3Verb.ListingOrLine, 0, 1)
            : default;
        return command != default;
    }

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> upper) => Ascii.EqualsIgnoreCase(word, upper);
}

/// <summary>What a command's positive reply looks like.</summary>
internal enum Pop3Verb : byte
{
    None,

    /// <summary>One line.</summary>
    Other,

    /// <summary>Lines up to a dot.</summary>
    Listing,

    /// <summary>One line with an argument, lines up to a dot without.</summary>
    ListingOrLine,

    /// <summary>A mail up to a dot.</summary>
    Message,
    Auth,
    StartTls,

    /// <summary>A command outside the standards: the shape of its reply is unknown.</summary>
    Foreign,
}
