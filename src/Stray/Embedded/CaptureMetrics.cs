using System.Diagnostics.Metrics;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Telemetry;

namespace Stray.Embedded;

/// <summary>
/// What a capture tells of itself. The capture's counters belong to its thread and cost nothing per frame; their growth is taken
/// over from time to time, on that thread.
/// </summary>
public sealed class CaptureMetrics
{
    private readonly Counter<long> _frames;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _flows;
    private readonly Counter<long> _findings;
    private readonly Counter<long> _dropped;
    private readonly Dictionary<DropReason, long> _taken = [];
    private long _framesTaken;
    private long _bytesTaken;
    private volatile Measurement<double>[] _quality = [];

    public CaptureMetrics(Meter meter)
    {
        (_frames, _bytes) = (meter.Counter(CaptureInstruments.Frames), meter.Counter(CaptureInstruments.Bytes));
        (_flows, _findings) = (meter.Counter(CaptureInstruments.Flows), meter.Counter(CaptureInstruments.Findings));
        _dropped = meter.Counter(CaptureInstruments.Dropped);
        meter.Gauge(CaptureInstruments.Quality, () => _quality);
    }

    /// <summary>Counts a flow record and its findings.</summary>
    public void Count(FlowRecord flow)
    {
        _flows.Add(1);
        foreach (var finding in flow.Findings)
        {
            var definition = FindingCatalogue.Of(finding.Name);
            _findings.Add(finding.Count, Labels.Finding.Is(definition.Id), Labels.Tier.Is(definition.Tier.ToString()));
        }
    }

    /// <summary>Takes over what the counters grew by; only from the thread that captures, every second or so and at the end.</summary>
    public void Take(FrameCounters read, CaptureQuality quality)
    {
        Grow(_frames, ref _framesTaken, read.Read);
        Grow(_bytes, ref _bytesTaken, read.Bytes);
        Grow(DropReason.Kernel, read.KernelDropped);
        Grow(DropReason.Interface, read.InterfaceDropped);
        Grow(DropReason.Filtered, read.FilteredOut);
        Grow(DropReason.UnsupportedLink, read.UnsupportedLinkType.Values.Sum());
        Grow(DropReason.Unread, read.LeftUnread);
        Grow(DropReason.Evicted, quality.Ended(FlowEnd.Evicted));
        _quality =
        [
            Share("lost_bytes", quality.LossShare),
            Share("one_way", quality.OneWayShare),
            Share("midstream", quality.MidstreamShare),
            Share("retransmissions", quality.RetransmissionShare),
            Share("bad_checksums", BadChecksums(quality)),
        ];
    }

    /// <summary>The next input counts from 0 again.</summary>
    public void BeginInput()
    {
        _taken.Clear();
        (_framesTaken, _bytesTaken) = (0, 0);
    }

    /// <summary>Counts what never became a record, such as one larger than a topic takes.</summary>
    public void Drop(DropReason reason, long count = 1) => _dropped.Add(count, Labels.DropReason.Is(Drops.Of(reason).Id));

    private void Grow(DropReason reason, long now)
    {
        var before = _taken.GetValueOrDefault(reason);
        if (now > before)
        {
            Drop(reason, now - before);
            _taken[reason] = now;
        }
    }

    private static void Grow(Counter<long> counter, ref long taken, long now)
    {
        counter.Add(Math.Max(0, now - taken));
        taken = Math.Max(taken, now);
    }

    // Before anything was seen there is nothing to be missed.
    private static Measurement<double> Share(string measure, double share) =>
        new(double.IsNaN(share) ? 0 : share, Labels.Quality.Is(measure));

    private static double BadChecksums(CaptureQuality quality)
    {
        var packets = quality.TransportPackets.Forward + quality.TransportPackets.Backward;
        return packets == 0 ? double.NaN : (double)(quality.BadChecksums.Forward + quality.BadChecksums.Backward) / packets;
    }
}
