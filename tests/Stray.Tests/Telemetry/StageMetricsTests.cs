using System.Diagnostics;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.Time.Testing;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts;
using Stray.Telemetry;
using Stray.Transport.Workers;

namespace Stray.Tests.Telemetry;

public sealed class StageMetricsTests : IDisposable
{
    private readonly Meter _meter = new("Stray");
    private readonly Measured _measured;
    private readonly FakeTimeProvider _time = new(new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public StageMetricsTests() => _measured = new(_meter);

    [Fact]
    public void A_capture_s_counters_are_taken_over_once_however_often_they_are_taken()
    {
        var (metrics, read) = (new CaptureMetrics(_meter), new FrameCounters { Read = 10, Bytes = 1000, KernelDropped = 2 });
        metrics.Take(read, new CaptureQuality());
        metrics.Take(read, new CaptureQuality());
        (read.Read, read.KernelDropped) = (15, 3);
        metrics.Take(read, new CaptureQuality());
        Assert.Equal((15, 3), (_measured.Sum("stray.capture.frames"), _measured.Sum("stray.dropped", "kernel")));
    }

    [Fact]
    public void The_realised_rate_is_of_the_model_in_use()
    {
        var metrics = new ScoreMetrics(_meter, _time);
        metrics.Use("default", "1", _time.GetUtcNow(), 0.01);
        metrics.Count(flagged: true);
        metrics.Use("default", "2", _time.GetUtcNow(), 0.02);
        metrics.Count(flagged: true);
        metrics.Count(flagged: false);
        Assert.Equal((0.5, 0.02), (_measured.Last("stray.score.realised_rate"), _measured.Last("stray.score.promised_rate")));
        Assert.Equal((3, 2), (_measured.Sum("stray.score.scored"), _measured.Sum("stray.score.flagged")));
    }

    [Fact]
    public void Without_a_model_there_is_neither_an_age_nor_a_rate()
    {
        _ = new ScoreMetrics(_meter, _time);
        Assert.Empty(_measured.All);
    }

    [Fact]
    public void A_model_ages()
    {
        new ScoreMetrics(_meter, _time).Use("default", "1", _time.GetUtcNow(), 0.01);
        _time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(10_800, _measured.Last("stray.model.age"));
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
