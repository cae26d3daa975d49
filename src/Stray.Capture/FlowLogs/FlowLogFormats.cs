using Stray.Capture.Frames;

namespace Stray.Capture.FlowLogs;

/// <summary>Tells which flow log format a text is in by how it begins.</summary>
internal static class FlowLogFormats
{
    /// <summary>True when the text looks like some tool's log, even one without flows in it.</summary>
    public static bool LooksLikeLog(ReadOnlySpan<byte> head) =>
        FirstLine(head) is [(byte)'{', ..] or [(byte)'#', ..] || new FlowCsvFormat().TryTakeHeader(FirstLine(head));

    /// <summary>The format, or null and why there is none.</summary>
    public static FlowLogFormat? Recognise(ReadOnlySpan<byte> head, out string reason)
    {
        reason = "";
        var line = FirstLine(head);
        if (line is [(byte)'#', ..])
        {
            return RecogniseZeek(head, out reason);
        }

        if (line is [(byte)'{', ..])
        {
            reason = "JSON lines, but neither a Zeek conn.log (conn_state) nor Suricata EVE (event_type)";
            return line.IndexOf("\"event_type\""u8) >= 0 ? new SuricataEveFormat()
                : line.IndexOf("\"conn_state\""u8) >= 0 ? new ZeekJsonFormat()
                : null;
        }

        if (new FlowCsvFormat().TryTakeHeader(line))
        {
            return new FlowCsvFormat();
        }

        reason = line.Contains((byte)',') && line.IndexOfAnyInRange((byte)0, (byte)8) < 0
            ? "comma-separated, but the header lacks one of ts, src, dst and proto"
            : UnknownContent.Describe(head);
        return null;
    }

    private static ZeekTsvFormat? RecogniseZeek(ReadOnlySpan<byte> head, out string reason)
    {
        var zeek = new ZeekTsvFormat();
        foreach (var range in head.Split((byte)'\n'))
        {
            if (head[range] is [(byte)'#', ..])
            {
                zeek.Read(head[range].TrimEnd((byte)'\r'));
            }
        }

        reason = zeek.Path.StartsWith("conn", StringComparison.Ordinal)
            ? "a Zeek log without a #fields line that names ts, id.orig_h, id.resp_h and proto"
            : $"Zeek's {zeek.Path}.log has no flows: give its conn.log";
        return zeek.IsUsable ? zeek : null;
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> head)
    {
        head = head is [0xEF, 0xBB, 0xBF, .. var rest] ? rest : head;
        var end = head.IndexOf((byte)'\n');
        return (end < 0 ? head : head[..end]).TrimEnd((byte)'\r');
    }
}
