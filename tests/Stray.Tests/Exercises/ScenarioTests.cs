using Stray.Exercises;

namespace Stray.Tests.Exercises;

[Collection(ExerciseCollection.Name)]
public sealed class ScenarioTests(WrittenCapture written)
{
    [Fact]
    public void The_same_seed_writes_the_same_bytes()
    {
        var again = new WrittenCapture();
        Assert.Equal(written.Baseline, again.Baseline);
        Assert.Equal(written.Exercise, again.Exercise);
        Assert.Equal(Places(written), Places(again));
    }

    private static IEnumerable<(string, string, long)> Places(WrittenCapture capture) =>
        capture.Key.Planted.Select(p => (p.Id, p.Entities[0], p.Start));

    [Fact]
    public void Another_seed_writes_another_day()
    {
        using var other = new MemoryStream();
        new Scenario(WrittenCapture.Small with { Seed = 8 }).WriteBaseline(other);
        Assert.NotEqual(written.Baseline, other.ToArray());
    }

    [Fact]
    public void Frames_come_in_order_of_time_and_begin_where_the_stretch_begins()
    {
        var start = (WrittenCapture.Small.Start - DateTimeOffset.UnixEpoch).Ticks * 100;
        var times = WrittenCapture.Frames(written.Baseline).Select(f => f.Time).ToList();
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[0], start, start + 10_000_000_000);
        Assert.InRange(times[^1], start + (44L * 60_000_000_000), start + (75L * 60_000_000_000));
    }

    [Fact]
    public void The_number_of_frames_is_the_number_written()
    {
        using var stream = new MemoryStream();
        var frames = new Scenario(WrittenCapture.Small).WriteBaseline(stream);
        Assert.Equal(WrittenCapture.Frames(written.Baseline).LongCount(), frames);
    }

    [Theory]
    [InlineData(19, 60)]
    [InlineData(200, 60)]
    [InlineData(32, 20)]
    public void A_shape_that_has_no_room_for_the_strays_is_refused(int workstations, int minutes) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new Scenario(new ScenarioOptions { Workstations = workstations, Exercise = TimeSpan.FromMinutes(minutes) }));

    /// <summary>Flows by service in three quarters of an hour of twenty people: fewer would leave the baseline's segments empty.</summary>
    [Theory]
    [InlineData(6, 443, 300)]
    [InlineData(6, 80, 60)]
    [InlineData(6, 993, 40)]
    [InlineData(6, 143, 30)]
    [InlineData(6, 25, 20)]
    [InlineData(6, 587, 10)]
    [InlineData(6, 445, 25)]
    [InlineData(6, 22, 5)]
    [InlineData(6, 631, 2)]
    [InlineData(6, 9100, 2)]
    [InlineData(17, 53, 700)]
    [InlineData(17, 123, 100)]
    [InlineData(17, 5355, 10)]
    [InlineData(17, 67, 10)]
    public void Every_service_of_an_office_is_in_the_baseline(byte protocol, int port, int least)
    {
        var flows = new HashSet<(string, int)>();
        foreach (var (_, bytes) in WrittenCapture.Frames(written.Baseline))
        {
            if (bytes[12] == 8 && bytes[13] == 0 && bytes[23] == protocol && (bytes[36] << 8 | bytes[37]) == port)
            {
                // NTP clients of Windows keep port 123: what counts there is how often they ask.
                flows.Add((WrittenCapture.Source(bytes), port is 123 or 67 ? flows.Count : bytes[34] << 8 | bytes[35]));
            }
        }

        Assert.InRange(flows.Count, least, least * 40);
    }
}
