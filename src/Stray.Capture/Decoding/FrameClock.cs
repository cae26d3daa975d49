using Stray.Capture.Frames;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding;

/// <summary>
/// Watches frame times per interface: everything later (timeouts, rates, intervals) is computed from them, so a capture
/// whose clock is broken must say so.
/// </summary>
internal sealed class FrameClock(DecodingReport report, TimeProvider time)
{
    private const long Second = 1_000_000_000;
    private const int InterfacesKept = 64;

    private readonly long[] _last = new long[InterfacesKept];
    private long _latest;

    /// <summary>Time of the first frame: before it, nothing can be known to be missing.</summary>
    public long? Start { get; private set; }

    public void Check(scoped in Frame frame, scoped in Packet packet)
    {
        ref var last = ref _last[frame.Interface & (InterfacesKept - 1)];
        var previous = last;
        last = frame.Time;
        Start ??= frame.Time;
        if (frame.TimeInvalid || frame.Time < 0 || frame.Time < previous - Second || IsFuture(frame.Time))
        {
            Report(frame, packet, previous);
        }
    }

    // The clock is asked only when a frame lies beyond what was still plausible when it was asked last.
    private bool IsFuture(long frameTime)
    {
        if (frameTime <= _latest)
        {
            return false;
        }

        _latest = (time.GetUtcNow().AddDays(1) - DateTimeOffset.UnixEpoch).Ticks * 100;
        return frameTime > _latest;
    }

    private void Report(scoped in Frame frame, scoped in Packet packet, long previous)
    {
        report.Counters.TimeAnomalies++;
        FindingDetail detail = frame.TimeInvalid ? "the capture file's time stamp has an impossible fraction of a second"
            : frame.Time < 0 ? new FindingDetail("time {0} s is before 1970", frame.Time / Second)
            : IsFuture(frame.Time) ? new FindingDetail("time {0} s lies in the future", frame.Time / Second)
            : new FindingDetail("time moves back by {0} ms", (previous - frame.Time) / 1_000_000);
        report.Add(FindingName.PacketTimestampAnomaly, packet, -1, 0, detail);
    }
}
