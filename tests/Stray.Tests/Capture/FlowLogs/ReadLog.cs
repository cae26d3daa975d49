using System.Text;
using Stray.Capture.FlowLogs;
using Stray.Capture.Frames;

namespace Stray.Tests.Capture.FlowLogs;

/// <summary>A row that outlives its log, for comparing.</summary>
internal sealed record KeptRow(
    long Line, long Start, long Duration, string Source, int SourcePort, string Destination, int DestinationPort, int Protocol,
    long ForwardPackets, long BackwardPackets, long ForwardBytes, long BackwardBytes, bool PayloadBytesOnly, string State, string App)
{
    public string CommunityId { get; init; } = "";

    public string Labels { get; init; } = "///";
}

/// <summary>Everything a flow log gave, up to its end or failure.</summary>
internal sealed record ReadLog(List<KeptRow> Rows, FlowLogCounters? Counters, IReadOnlyList<BadLine> BadLines, string Format, FrameFailure? Failure)
{
    public static ReadLog Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static ReadLog Of(byte[] bytes) => Of(InputFile.Open("test.log", new MemoryStream(bytes)));

    public static ReadLog OfPath(string path)
    {
        Assert.True(InputFile.TryOpen(path, out var input, out _));
        return Of(input);
    }

    public static ReadLog Of(InputFile input)
    {
        if (!FlowLog.TryOpen(input, out var log, out var failure))
        {
            return new([], null, [], "", failure);
        }

        var rows = new List<KeptRow>();
        using (log)
        {
            while (log.TryRead(out var row))
            {
                rows.Add(Keep(row));
            }

            return new(rows, log.Counters, log.BadLines, log.Format, log.Failure);
        }
    }

    private static KeptRow Keep(FlowRow r) => new(r.Line, r.Start, r.Duration, r.Source.ToString(), r.SourcePort, r.Destination.ToString(),
        r.DestinationPort, r.Protocol, r.ForwardPackets, r.BackwardPackets, r.ForwardBytes, r.BackwardBytes, r.PayloadBytesOnly, r.State, r.App)
    {
        CommunityId = r.CommunityId,
        Labels = $"{r.Label}/{r.Category}/{r.Split}/{r.Group}",
    };
}
