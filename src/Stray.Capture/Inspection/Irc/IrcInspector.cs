using System.Buffers.Text;
using System.Text;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Irc;

/// <summary>IRC (RFC 1459, RFC 2812): the grammar of its lines, and the offers to connect that CTCP DCC makes in them.</summary>
public sealed class IrcInspector() : LineInspector(LongestKept)
{
    /// <summary>512 with the line's end (RFC 1459 s2.3).</summary>
    private const int LongestLine = 510;

    /// <summary>Tags may take 8191 bytes more (IRCv3 message-tags).</summary>
    private const int LongestKept = 8192 + 512;
    private const int Names = 353;

    public override string Protocol => "irc";

    protected override bool IsServerPort(ushort port) => port is 194 or (>= 6660 and <= 6669) or 7000;

    protected override void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, bool fromClient)
    {
        if (line.Bytes.Trim((byte)' ').IsEmpty)
        {
            return;
        }

        if (!IrcLine.TryRead(line.Bytes, out var message))
        {
            Report(context, line, 0, line.Length, "line of nothing but a prefix");
            return;
        }

        if (line.Length - message.Start > LongestLine || end == LineEnd.TooLong)
        {
            line.Report(context, FindingName.LineLengthExceeded, 0, line.Length, new FindingDetail("line of {0} bytes or more", line.Length));
        }

        if (!message.HasCommand)
        {
            Report(context, line, message.Start, Math.Max(message.Command.Length, 1), "command is neither letters nor three digits");
            Stop(); // something else than IRC: one finding says it
            return;
        }

        Check(context, line, message);
        if (!fromClient && Ascii.EqualsIgnoreCase(message.Command, "670"u8))
        {
            ExpectTls();
        }
    }

    private static void Check(scoped in InspectionContext context, scoped in PlacedBytes line, scoped in IrcLine message)
    {
        if (Utf8Parser.TryParse(message.Command, out int number, out var used) && used == message.Command.Length)
        {
            if (number == Names && message.CountParameters() < 4)
            {
                Report(context, line, message.Start, message.Command.Length, "list of names without a channel");
            }
        }
        else if (message.Parameters.IndexOf("\u0001DCC "u8) is >= 0 and var offer)
        {
            var flaw = DirectOffer.Check(message.Parameters[(offer + 5)..]);
            if (flaw is not null)
            {
                Report(context, line, line.Bytes.IndexOf((byte)1), message.Parameters.Length - offer, flaw);
            }
        }
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes line, int offset, int length, FindingDetail detail) =>
        line.Report(context, FindingName.LineProtocolViolation, offset, length, detail);
}
