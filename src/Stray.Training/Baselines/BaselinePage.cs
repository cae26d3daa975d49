using System.Text.Json;
using Stray.Detection.Scoring;

namespace Stray.Training.Baselines;

/// <summary>What is expected here, per service: the page to read before trusting the alerts.</summary>
public sealed record BaselinePage(string Model, IReadOnlyList<ServicePage> Services)
{
    private const int Listed = 10;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        MaxDepth = 16,
    };

    /// <summary>Services that traffic was seen of, busiest first, then the wider segments of the model.</summary>
    public static BaselinePage Of(ScoringModel model, Baseline baseline)
    {
        var services = baseline.Profiles.OrderByDescending(p => p.Value.Flows)
            .ThenBy(p => p.Key.ToString(), StringComparer.Ordinal)
            .Select(p => Describe(p.Key, p.Value, model, baseline));
        var wider = model.Segments.Where(s => !baseline.Profiles.ContainsKey(SegmentKey.Parse(s.Name)))
            .Select(s => new ServicePage(s.Name, s.Name, s.Calibration.Count) { Features = Quantiles(s, model) });
        return new(model.Name, [.. services, .. wider]);
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Null when the bytes are not a page.</summary>
    public static BaselinePage? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<BaselinePage>(bytes, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ServicePage Describe(SegmentKey key, ServiceProfile profile, ScoringModel model, Baseline baseline)
    {
        var judge = model.FindSegment(key) is > 0 and var own ? own : model.FindSegment(baseline.ParentOf(key));
        return new(key.ToString(), model.Segments[judge].Name, profile.Flows)
        {
            Hosts = profile.Hosts,
            Destinations = Counts(profile.Destinations),
            ServerNames = Counts(profile.ServerNames),
            HoursOfWeek = profile.HoursOfWeek,
            Features = Quantiles(model.Segments[judge], model),
        };
    }

    private static List<NameCount> Counts(TopCounter counter) => [.. counter.Top(Listed).Select(t => new NameCount(t.Text, t.Count))];

    private static List<FeatureQuantiles> Quantiles(SegmentModel segment, ScoringModel model)
    {
        var found = new List<FeatureQuantiles>();
        for (var j = 0; j < model.Features.Count; j++)
        {
            if (!segment.Preparation.Columns[j].Observed) continue;
            var grid = segment.Preparation.Grids[j];
            found.Add(new(model.Features[j], grid.Quantile(0.01), grid.Quantile(0.5), grid.Quantile(0.99)));
        }

        return found;
    }
}

/// <param name="Service">e.g. <c>tls/outbound</c>.</param>
/// <param name="JudgedBy">Segment whose model judges its flows: itself, or a wider one while it has too few rows.</param>
public sealed record ServicePage(string Service, string JudgedBy, long Flows)
{
    public int Hosts { get; init; }

    public IReadOnlyList<NameCount> Destinations { get; init; } = [];

    public IReadOnlyList<NameCount> ServerNames { get; init; } = [];

    /// <summary>Monday 00:00 UTC first; empty for segments without flows of their own.</summary>
    public IReadOnlyList<long> HoursOfWeek { get; init; } = [];

    public IReadOnlyList<FeatureQuantiles> Features { get; init; } = [];
}

/// <param name="Count">An upper bound when very many different ones were seen.</param>
public sealed record NameCount(string Name, long Count);

/// <summary>Quantiles 1 %, 50 %, 99 % of a feature in the baseline.</summary>
public sealed record FeatureQuantiles(string Feature, float Low, float Median, float High);
