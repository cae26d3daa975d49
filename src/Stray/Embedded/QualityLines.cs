using System.Globalization;
using Stray.Capture;
using Stray.Capture.FlowLogs;
using Stray.Capture.Frames;
using Stray.Runs;

namespace Stray.Embedded;

/// <summary>Capture quality in words: each measure says what it limits, so that an analyst knows what a finding is worth.</summary>
internal static class QualityLines
{
    /// <summary>Shares from which on a measure limits what can be said.</summary>
    private const double SuspectLoss = 0.01;
    private const double SuspectOneWay = 0.5;
    private const double SuspectMidstream = 0.2;

    public static IReadOnlyList<QualityMeasure> Of(CapturePath path, FrameCounters read)
    {
        var (quality, decoded) = (path.Quality, path.Decoded);
        var lines = new List<QualityMeasure>
        {
            Share("lost bytes", quality.LossShare, SuspectLoss, "TCP bytes missing from the streams: the capture lost packets, or they took another way"),
            Share("one-way flows", quality.OneWayShare, SuspectOneWay, "flows of which only one side was seen: scans, or an asymmetric tap"),
            Share("midstream flows", quality.MidstreamShare, SuspectMidstream, "TCP flows that began before the capture: who opened them is a guess"),
            Share("retransmissions", quality.RetransmissionShare, 0.05, "repeated data segments: a poor link, or the same packet seen twice"),
            Count("cut frames", read.SnaplenCut, "frames captured shorter than they were: their payload could not be checked"),
            Count("bad checksums", decoded.Tcp.Bad + decoded.Udp.Bad + decoded.Ipv4Header.Bad + decoded.Icmp.Bad, "damaged, or left to the sender's network card"),
            new("checksum offload", quality.OffloadSuspected ? "suspected" : "no sign", quality.OffloadSuspected, "one side's checksums are mostly bad: the capture ran on that host"),
            Count("kernel drops", read.KernelDropped, "packets the capture could not take in time"),
            Count("interface drops", read.InterfaceDropped, "packets the network card dropped"),
            Count("left unread", read.LeftUnread, "packets the kernel held when the capture was stopped"),
            Count("evicted flows", quality.Ended(Contracts.Flows.FlowEnd.Evicted), "flows pushed out of a full table: raise Capture:FlowMemoryMiB"),
        };
        lines.AddRange(read.UnsupportedLinkType.Select(t =>
            Count($"link type {LinkTypes.NameOf(t.Key)}", t.Value, "frames of a link type that is not decoded")));
        return lines;
    }

    public static IReadOnlyList<QualityMeasure> Of(FlowLog log) =>
    [
        Count("bad lines", log.Counters.Bad, log.BadLines.Count > 0 ? $"lines that could not be read, the first: {log.BadLines[0]}" : "lines that could not be read"),
        new("packets", "not available", true, "a flow log holds no packets: no protocol checks, and no features that need them"),
    ];

    private static QualityMeasure Share(string name, double share, double suspect, string meaning) => new(
        name, double.IsNaN(share) ? "nothing to measure" : share.ToString("P2", CultureInfo.InvariantCulture), share >= suspect, meaning);

    private static QualityMeasure Count(string name, long count, string meaning) =>
        new(name, count.ToString("N0", CultureInfo.InvariantCulture), count > 0, meaning);
}
