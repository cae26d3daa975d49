using System.Buffers.Text;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Ident;

/// <summary>The identification protocol (RFC 1413): one line "port , port", answered by one "port , port : what : who".</summary>
public sealed class IdentInspector() : LineInspector(LongestLine)
{
    /// <summary>RFC 1413 s5 allows 1000 characters.</summary>
    private const int LongestLine = 1002;

    public override string Protocol => "ident";

    protected override bool IsServerPort(ushort port) => port == 113;

    protected override void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, bool fromClient)
    {
        if (end == LineEnd.TooLong)
        {
            line.Report(context, FindingName.LineLengthExceeded, 0, line.Length, new FindingDetail("line of {0} bytes or more", line.Length));
        }

        var rest = line.Bytes;
        var pair = TryPort(ref rest) && TryComma(ref rest) && TryPort(ref rest);
        if (fromClient ? !pair || !rest.Trim((byte)' ').IsEmpty : !pair || !IsAnswer(rest))
        {
            line.Report(context, FindingName.LineProtocolViolation, 0, Math.Max(line.Length, 1),
                fromClient ? "request is no pair of ports" : "reply is no pair of ports and what they mean");
        }
    }

    private static bool TryPort(ref ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t"u8);
        if (!Utf8Parser.TryParse(text, out ushort _, out var used))
        {
            return false;
        }

        text = text[used..].TrimStart(" \t"u8);
        return true;
    }

    private static bool TryComma(ref ReadOnlySpan<byte> text)
    {
        var comma = text.Length > 0 && text[0] == (byte)',';
        text = comma ? text[1..] : text;
        return comma;
    }

    private static bool IsAnswer(ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty || rest[0] != (byte)':')
        {
            return false;
        }

        var kind = rest[1..].TrimStart(" \t"u8);
        return (kind.StartsWith("USERID"u8) || kind.StartsWith("ERROR"u8)) && kind.Contains((byte)':');
    }
}
