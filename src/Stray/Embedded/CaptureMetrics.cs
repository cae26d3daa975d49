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
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Counter<long> _frames;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _flows;
    private readonly Counter<long> _findings;
    private readonly Counter<long> _dropped;
    private readonly Dictionary<DropReason, long> _taken = [];
    private readonly TimeProvider _time;
    private FrameCounters? _reading;
    private long _lastTake;
    private long _framesTaken;
    private long _bytesTaken;
    private volatile Measurement<double>[] _quality = [];

    public CaptureMetrics(Meter meter, TimeProvider time)
    {
        _time = time;
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

    /// <summary>Takes over what the counters grew by, once a second; call it as often as you like, on the thread that captures.</summary>
    public void Pass(FrameCounters read, CaptureQuality quality)
    {
        if (_time.GetElapsedTime(_lastTake) >= Interval)
        {
            Take(read, quality);
        }
    }

    /// <summary>Takes over what the counters grew by: at the end, when nothing more comes.</summary>
    public void Take(FrameCounters read, CaptureQuality quality)
    {
        _lastTake = _time.GetTimestamp();
        Begin(read);
        Grow(_frames, ref _framesTaken, read.Read);
        Grow(_bytes, ref _bytesTaken, read.Bytes);
        Grow(DropReason.Kernel, read.KernelDropped);
        Grow(DropReason.Interface, read.InterfaceDropped);
        Grow(DropReason.Filtered, read.FilteredOut);
        Grow(DropReason.UnsupportedLink, read.UnsupportedLinkType.Values.Sum());
        Grow(DropReason.LeftUnread, read.LeftUnread);
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

    // The next file counts from zero again.
    private void Begin(FrameCounters read)
    {
        if (!ReferenceEquals(_reading, read))
        {
            _reading = read;
            _taken.Clear();
            (_framesTaken, _bytesTaken) = (0, 0);
        }
    }

    private void Grow(DropReason reason, long now)
    {
        var before = _taken.GetValueOrDefault(reason);
        if (now > before)
        {
            _dropped.Add(now - before, Labels.DropReason.Is(Drops.Of(reason).Id));
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
