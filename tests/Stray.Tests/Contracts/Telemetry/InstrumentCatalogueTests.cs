using Stray.Contracts.Telemetry;

namespace Stray.Tests.Contracts.Telemetry;

public sealed class InstrumentCatalogueTests
{
    /// <summary>Words that would say what or whom was observed, or let traffic decide how many series there are.</summary>
    private static readonly string[] Telling =
        ["address", "ip", "mac", "port", "account", "user", "flow", "id", "host", "server", "client", "entity", "sensor", "name.server", "query", "path"];

    // Ids that count partitions, not people.
    private static readonly string[] Harmless = ["messaging.destination.partition.id"];

    [Fact]
    public void Names_are_unique_here_and_in_a_scrape()
    {
        Assert.Equal(InstrumentCatalogue.All.Count, InstrumentCatalogue.All.Select(i => i.Name).Distinct().Count());
        Assert.Equal(InstrumentCatalogue.All.Count, InstrumentCatalogue.All.Select(i => i.PrometheusName).Distinct().Count());
    }

    [Fact]
    public void No_label_says_what_was_seen() => Assert.DoesNotContain(
        InstrumentCatalogue.All.SelectMany(i => i.Labels).Select(l => l.Key).Except(Harmless),
        key => key.Split('.', '_').Intersect(Telling).Any());

    [Fact]
    public void Every_set_of_label_values_is_closed_or_says_who_decides()
    {
        foreach (var label in InstrumentCatalogue.All.SelectMany(i => i.Labels).Distinct())
        {
            Assert.NotEmpty(label.What);
            Assert.True(label.Values is null or { Count: > 0 and < 200 }, label.Key);
        }
    }

    [Fact]
    public void Every_histogram_has_ascending_buckets_and_nothing_else_has_any()
    {
        foreach (var instrument in InstrumentCatalogue.All)
        {
            Assert.Equal(instrument.Kind == InstrumentKind.Histogram, instrument.Buckets.Count > 0);
            Assert.Equal(instrument.Buckets.Order().Distinct(), instrument.Buckets);
        }
    }

    [Fact]
    public void Every_reason_to_drop_has_its_words_in_the_order_of_the_enumeration()
    {
        Assert.Equal(Enum.GetValues<DropReason>(), Drops.All.Select(d => d.Reason));
        Assert.All(Drops.All, d => Assert.True(d.Advice.Length > 0 && d.What.Length > 0));
    }

    [Theory]
    [InlineData("stray.capture.bytes", "By", true, false, "stray_capture_bytes_total")]
    [InlineData("stray.capture.frames", "{frame}", true, false, "stray_capture_frames_total")]
    [InlineData("messaging.process.duration", "s", false, false, "messaging_process_duration_seconds")]
    [InlineData("stray.score.promised_rate", "1", false, true, "stray_score_promised_rate_ratio")]
    [InlineData("a.b_total", "", true, false, "a_b_total")]
    [InlineData("9lives-left", "", false, false, "_9lives_left")]
    public void Prometheus_spells_names_its_own_way(string name, string unit, bool counter, bool gauge, string expected) =>
        Assert.Equal(expected, PrometheusName.Of(name, unit, counter, gauge));
}
