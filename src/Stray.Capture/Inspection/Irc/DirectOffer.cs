using System.Buffers.Text;

namespace Stray.Capture.Inspection.Irc;

/// <summary>CTCP DCC: type, argument, address as a number (or IPv6 text), port, perhaps size and token.</summary>
internal static class DirectOffer
{
    public static string? Check(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)1);
        text = (end < 0 ? text : text[..end]).Trim((byte)' ');
        var type = Take(ref text);
        if (!type.SequenceEqual("SEND"u8) && !type.SequenceEqual("CHAT"u8))
        {
            return null; // RESUME, ACCEPT and private ones are shaped otherwise
        }

        _ = TakeArgument(ref text);
        var host = Take(ref text);
        var port = Take(ref text);
        if (host.IsEmpty || port.IsEmpty)
        {
            return "offer to connect without address or port";
        }

        if (!host.Contains((byte)':') && (!Utf8Parser.TryParse(host, out uint _, out var used) || used != host.Length))
        {
            return "offer to connect to no address";
        }

        return Utf8Parser.TryParse(port, out ushort _, out var length) && length == port.Length ? null : "offer to connect to no port";
    }

    private static ReadOnlySpan<byte> TakeArgument(ref ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] != (byte)'"' || text[1..].IndexOf((byte)'"') is not (>= 0 and var quote))
        {
            return Take(ref text);
        }

        var argument = text.Slice(1, quote);
        text = text[(quote + 2)..].TrimStart((byte)' ');
        return argument;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        var word = space < 0 ? text : text[..space];
        text = space < 0 ? default : text[space..].TrimStart((byte)' ');
        return word;
    }
}
