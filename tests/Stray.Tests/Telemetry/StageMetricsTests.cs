using System.Diagnostics;
using System.Diagnostics.Metrics;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts;
using Stray.Embedded;
using Stray.Transport.Workers;

namespace Stray.Tests.Telemetry;

public sealed class StageMetricsTests : IDisposable
{
    private readonly Meter _meter = new("Stray");
    private readonly Measured _measured;

    public StageMetricsTests() => _measured = new(_meter);

    [Fact]
    public void A_capture_s_counters_are_taken_over_once_however_often_they_are_taken()
    {
        var (metrics, read) = (new CaptureMetrics(_meter), new FrameCounters { Read = 10, Bytes = 1000, KernelDropped = 2 });
        metrics.Take(read, new CaptureQuality());
        metrics.Take(read, new CaptureQuality());
        (read.Read, read.KernelDropped) = (15, 3);
        metrics.Take(read, new CaptureQuality());
        Assert.Equal((15, 3), (_measured.Sum("stray.capture.frames"), _measured.Sum("stray.capture.dropped", "kernel")));
    }

    [Fact]
    public void The_next_file_adds_to_what_the_last_one_had()
    {
        var metrics = new CaptureMetrics(_meter);
        metrics.Take(new FrameCounters { Read = 10 }, new CaptureQuality());
        metrics.BeginInput();
        metrics.Take(new FrameCounters { Read = 4 }, new CaptureQuality());
        Assert.Equal(14, _measured.Sum("stray.capture.frames"));
    }

    [Fact]
    public void The_lag_of_a_partition_given_away_is_no_longer_told()
    {
        using var source = new ActivitySource("Stray");
        var metrics = new WorkerMetrics(_meter, source);
        metrics.Lagging(new(Topics.Flows, 0), 5);
        metrics.Lagging(new(Topics.Flows, 1), -1);
        metrics.Released(new(Topics.Flows, 0));
        var lag = Assert.Single(_measured.All, m => m.Instrument.Name == "stray.worker.lag");
        Assert.Equal((0d, "1"), (lag.Value, lag.Labels["messaging.destination.partition.id"]));
    }

    public void Dispose()
    {
        _measured.Dispose();
        _meter.Dispose();
    }
}
