using FsCheck.Xunit;
using Stray.Capture.Features.Windows;

namespace Stray.Tests.Capture.Features;

public sealed class DistinctWindowTests
{
    private static readonly DistinctBound Bound = new(Limit: 64, Horizon: 600);

    [Property]
    public void Counts_are_exact_up_to_the_bound_for_every_span(int seed)
    {
        var random = new Random(seed);
        var window = default(DistinctWindow);
        var seen = new Dictionary<int, int>();
        for (var second = 0; second < 100; second++)
        {
            var key = random.Next(64);
            window.Add(Hash(key), second, Bound);
            seen[key] = second;
        }

        foreach (var span in new[] { 1, 10, 60, 600 })
        {
            Assert.Equal(Math.Max(1, seen.Values.Count(s => s > 99 - span)), window.Count(99, span));
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(50_000)]
    [InlineData(1_000_000)]
    public void Larger_crowds_are_estimated_in_bounded_memory(int keys)
    {
        var window = default(DistinctWindow);
        for (var key = 0; key < keys; key++)
        {
            window.Add(Hash(key), 5, Bound);
        }

        Assert.InRange(window.Count(5, 60), keys * 0.55, keys * 1.45); // three standard errors of 1.2/√64
        Assert.InRange(window.Kept, 1, Bound.Limit);
    }

    [Fact]
    public void Counting_is_exact_again_once_the_crowd_has_aged_out()
    {
        var window = default(DistinctWindow);
        for (var key = 0; key < 100_000; key++)
        {
            window.Add(Hash(key), 0, Bound);
        }

        for (var second = 1000; second < 3000; second += 10)
        {
            window.Add(Hash(second % 7), second, Bound);
        }

        Assert.Equal(7, window.Count(2990, 600));
    }

    [Fact]
    public void A_cleared_window_remembers_nothing()
    {
        var window = default(DistinctWindow);
        window.Add(Hash(1), 1, Bound);
        window.Add(Hash(2), 1, Bound);
        window.Clear();
        window.Add(Hash(3), 1, Bound);
        Assert.Equal(1, window.Count(1, 60));
    }

    private static ulong Hash(int key) => new KeyHash(1).Of(6, (ushort)key) ^ new KeyHash((ulong)key >> 16).Of(17, (ushort)key);
}
