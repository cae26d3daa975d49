using Microsoft.Extensions.Time.Testing;
using Stray.Hosting;

namespace Stray.Tests.Hosting;

public sealed class HealthTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Health _health;

    public HealthTests() => _health = new(_time);

    [Fact]
    public void A_process_is_not_ready_before_it_says_so()
    {
        Assert.Equal("starting", _health.NotReadyReason);
        _health.Ready();
        Assert.Null(_health.NotReadyReason);
        _health.NotReady("no brokers");
        Assert.Equal("no brokers", _health.NotReadyReason);
    }

    [Fact]
    public void A_loop_that_reported_once_and_then_no_more_hangs()
    {
        _time.Advance(Health.LongestSilence * 2);
        Assert.True(_health.IsAlive);
        _health.Beat();
        Assert.True(_health.IsAlive);
        _time.Advance(Health.LongestSilence);
        Assert.False(_health.IsAlive);
        _health.Beat();
        Assert.True(_health.IsAlive);
    }

    [Fact]
    public void Becoming_ready_is_told_once()
    {
        var told = 0;
        _health.BecameReady += () => told++;
        _health.Ready();
        _health.NotReady("no brokers");
        _health.Ready();
        Assert.Equal(1, told);
    }
}
