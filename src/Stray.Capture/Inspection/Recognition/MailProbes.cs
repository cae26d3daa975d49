using System.Buffers;
using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>Mail, news, files and chat in lines. Their greetings are alike, so the software's own words or the client decide.</summary>
internal static class MailProbes
{
    /// <summary>Characters no IMAP tag has (RFC 9051 s9).</summary>
    private static readonly SearchValues<byte> NoTag = SearchValues.Create(" (){%*\"\\]+"u8);

    /// <summary>FTP commands that other protocols know as well.</summary>
    private static ReadOnlySpan<byte> FtpCommands =>
        "USER |PASS |SYST|QUIT|NOOP|HELP|FEAT|CWD |TYPE |HOST |CLNT |AUTH |EPRT |RETR |STOR |LIST"u8;

    public static ProbeResult Smtp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            var reply = Text.Reply(bytes, "245"u8);
            return reply != ProbeResult.No && Text.Contains(Text.FirstLine(bytes), "smtp"u8) ? ProbeResult.Yes : reply;
        }

        var hello = Text.BeginsAny(bytes, "EHLO|HELO|LHLO|MAIL FROM:"u8);
        return hello != ProbeResult.No ? hello : Text.AtMost(Text.BeginsAny(bytes, "RSET|NOOP|QUIT|AUTH |STARTTLS|VRFY |HELP|XCLIENT"u8), ProbeResult.Maybe);
    }

    public static ProbeResult Ftp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            var reply = Text.Reply(bytes, "245"u8);
            var line = Text.FirstLine(bytes);
            return reply != ProbeResult.No && Text.Contains(line, "ftp"u8) && !Text.Contains(line, "smtp"u8) ? ProbeResult.Yes : reply;
        }

        var own = Text.BeginsAny(bytes, "AUTH TLS|AUTH SSL|FEAT\r|EPSV|PASV|PORT |OPTS "u8);
        return own == ProbeResult.Yes ? own : Text.AtMost(Text.BeginsAny(bytes, FtpCommands), ProbeResult.Maybe);
    }

    public static ProbeResult Pop3(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            var ok = Text.AtMost(Text.BeginsAny(bytes, "+OK|-ERR"u8), ProbeResult.Maybe);
            var line = Text.FirstLine(bytes);
            return ok != ProbeResult.No && line.Length > 3 && (Text.Contains(line, "pop"u8) || line.Contains((byte)'<')) ? ProbeResult.Yes : ok;
        }

        return Text.AtMost(Text.BeginsAny(bytes, "USER |CAPA|APOP |AUTH|STLS|QUIT|NOOP|STAT"u8), ProbeResult.Maybe);
    }

    public static ProbeResult Imap(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            return Text.BeginsAny(bytes, "* OK|* PREAUTH|* BYE|* CAPABILITY"u8);
        }

        var line = Text.FirstLine(bytes);
        var space = line.IndexOf((byte)' ');
        if (space is < 1 or > 16 || line[..space].ContainsAny(NoTag))
        {
            return space < 0 && line.Length <= 16 && Text.IsPrintable(line) && !line.IsEmpty && !Text.HasWholeLine(bytes)
                ? ProbeResult.Maybe : ProbeResult.No;
        }

        return Text.BeginsAny(line[(space + 1)..], "CAPABILITY|LOGIN |AUTHENTICATE |STARTTLS|ID (|ID NIL|SELECT |NAMESPACE"u8) is var command
            and not ProbeResult.No ? command : Text.AtMost(Text.BeginsAny(line[(space + 1)..], "LOGOUT|NOOP|LIST |LSUB "u8), ProbeResult.Maybe);
    }

    public static ProbeResult Nntp(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            var reply = Text.AtMost(Text.BeginsAny(bytes, "200 |201 |400 |502 "u8), ProbeResult.Maybe);
            var line = Text.FirstLine(bytes);
            return reply != ProbeResult.No && (Text.Contains(line, "nntp"u8) || Text.Contains(line, "posting"u8) || Text.Contains(line, "news"u8))
                ? ProbeResult.Yes : reply;
        }

        var own = Text.BeginsAny(bytes, "MODE READER|AUTHINFO |XOVER|NEWGROUPS "u8);
        return own != ProbeResult.No ? own : Text.AtMost(Text.BeginsAny(bytes, "CAPABILITIES|GROUP |ARTICLE|LIST|MODE STREAM|IHAVE "u8), ProbeResult.Maybe);
    }

    public static ProbeResult Irc(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Forward)
        {
            var own = Text.BeginsAny(bytes, "NICK |CAP LS"u8);
            return own != ProbeResult.No ? own : Text.AtMost(Text.BeginsAny(bytes, "USER |PASS |PING "u8), ProbeResult.Maybe);
        }

        var line = Text.FirstLine(bytes);
        return bytes[0] == (byte)':' && (Text.Contains(line, " notice "u8) || Text.Contains(line, " 001 "u8)) ? ProbeResult.Yes
            : Text.BeginsAny(bytes, "NOTICE AUTH|:|PING :|ERROR :"u8) switch { ProbeResult.No => ProbeResult.No, _ => ProbeResult.Maybe };
    }

    public static ProbeResult Xmpp(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        Text.Begins(bytes, "<stream:stream"u8) is var stream and not ProbeResult.No ? stream
            : Text.Begins(bytes, "<?xml"u8) == ProbeResult.Yes ? (Text.Contains(bytes, "<stream:stream"u8) ? ProbeResult.Yes : ProbeResult.Maybe)
            : ProbeResult.No;

    /// <summary>gitprotocol-pack: a pkt-line of four hex digits and the service.</summary>
    public static ProbeResult Git(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        for (var i = 0; i < Math.Min(4, bytes.Length); i++)
        {
            if (!char.IsAsciiHexDigitLower((char)bytes[i]))
            {
                return ProbeResult.No;
            }
        }

        if (bytes.Length <= 4)
        {
            return bytes.IsEmpty ? ProbeResult.No : ProbeResult.Maybe;
        }

        return side == Side.Forward
            ? Text.BeginsAny(bytes[4..], "git-upload-pack |git-receive-pack |git-upload-archive "u8)
            : Text.AtMost(Text.BeginsAny(bytes[4..], "0|1|2|3|4|5|6|7|8|9|a|b|c|d|e|f|ERR |version "u8), ProbeResult.Maybe);
    }

    public static ProbeResult Rsync(ReadOnlySpan<byte> bytes, Side side, bool udp) => Text.Begins(bytes, "@RSYNCD: "u8);

    /// <summary>RFC 854: interpret-as-command and a negotiation verb; options above 140 are not assigned.</summary>
    public static ProbeResult Telnet(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes[0] != 0xFF)
        {
            return ProbeResult.No;
        }

        return bytes.Length < 3 ? ProbeResult.Maybe : bytes[1] is >= 0xFA and <= 0xFE && bytes[2] is <= 140 or 255 ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>RFC 1282: NUL, then names that end with NUL; too little to name it away from its port.</summary>
    public static ProbeResult Rlogin(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes[0] == 0 && (side == Side.Backward || bytes.Length < 2 || bytes[1] is 0 or (> 0x20 and < 0x7F)) ? ProbeResult.Maybe : ProbeResult.No;

    /// <summary>RFC 1413: "port , port".</summary>
    public static ProbeResult Ident(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var comma = bytes.IndexOf((byte)',');
        return comma is >= 1 and <= 7 && char.IsAsciiDigit((char)bytes[0]) && !bytes[..comma].TrimEnd((byte)' ').ContainsAnyExceptInRange((byte)'0', (byte)'9') ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>RFC 3164, RFC 5424: a priority up to 191 in angle brackets, then a version or a month.</summary>
    public static ProbeResult Syslog(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var end = bytes.IndexOf((byte)'>');
        if (bytes[0] != (byte)'<' || end is < 2 or > 4 || bytes[1..end].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return ProbeResult.No;
        }

        return Text.BeginsAny(bytes[(end + 1)..], "1 |Jan |Feb |Mar |Apr |May |Jun |Jul |Aug |Sep |Oct |Nov |Dec "u8) == ProbeResult.Yes
            ? ProbeResult.Yes : ProbeResult.Maybe;
    }
}
