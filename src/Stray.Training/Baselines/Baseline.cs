using Stray.Contracts.Flows;
using Stray.Detection.Habits;
using Stray.Detection.Scoring;

namespace Stray.Training.Baselines;

/// <summary>
/// The rows a model is made of, sampled per segment and for each parent, in memory bounded by segments × rows whatever
/// the length of the window. Offer rows in the order of their time.
/// </summary>
public sealed class Baseline
{
    private readonly TrainingOptions _options;
    private readonly Dictionary<SegmentKey, Reservoir> _segments = [];
    private readonly Dictionary<SegmentKey, SegmentKey> _parents = [];
    private readonly Dictionary<SegmentKey, ServiceProfile> _profiles = [];
    private readonly HabitLearner _habits = new();

    /// <param name="features">Names, in the order of every row.</param>
    /// <param name="fingerprint">Of the catalogue they come from; null: of the names.</param>
    public Baseline(IReadOnlyList<string> features, TrainingOptions options, string? fingerprint = null)
    {
        (Features, _options, Fingerprint) = (features, options, fingerprint);
        _segments[SegmentKey.All] = NewReservoir();
    }

    /// <summary>Segments kept; beyond it, rows of new ones count only towards their parents.</summary>
    public static int MaximumSegments => 512;

    public IReadOnlyList<string> Features { get; }

    public string? Fingerprint { get; }

    /// <summary>What each service looks like to a reader, beside its numbers.</summary>
    public IReadOnlyDictionary<SegmentKey, ServiceProfile> Profiles => _profiles;

    /// <summary>Rows offered.</summary>
    public long Rows => _segments[SegmentKey.All].Offered;

    /// <summary>Segment → its rows, the root included.</summary>
    public IReadOnlyDictionary<SegmentKey, Reservoir> Segments => _segments;

    /// <summary>The next wider segment; the root is its own.</summary>
    public SegmentKey ParentOf(SegmentKey key) => _parents.GetValueOrDefault(key, SegmentKey.All);

    public void Add(FlowRecord flow)
    {
        var own = SegmentKey.Of(flow);
        Add(flow.Features, own, own.ParentOf(flow.Protocol));
        if (!_profiles.TryGetValue(own, out var profile) && _profiles.Count < MaximumSegments)
        {
            _profiles[own] = profile = new();
        }

        profile?.Add(flow);
        _habits.Add(flow);
    }

    /// <summary>What the flows added show of who does what here; null when rows were added that are no flows.</summary>
    public KnownHabits? LearnHabits()
    {
        if (_profiles.Count == 0)
        {
            return null;
        }

        foreach (var (key, profile) in _profiles.Where(p => p.Value.Hosts < HabitLearner.FewestHosts))
        {
            _habits.AddNarrow(key.ToString(), profile.Sources);
        }

        return _habits.Learn();
    }

    /// <param name="parent">The segment between <paramref name="own"/> and the root, or the root.</param>
    public void Add(ReadOnlySpan<float> features, SegmentKey own, SegmentKey parent)
    {
        _segments[SegmentKey.All].Offer(features);
        if (!own.IsRoot) Find(own, parent)?.Offer(features);
        if (!parent.IsRoot && parent != own) Find(parent, SegmentKey.All)?.Offer(features);
    }

    private Reservoir? Find(SegmentKey key, SegmentKey parent)
    {
        if (_segments.TryGetValue(key, out var found)) return found;
        if (_segments.Count >= MaximumSegments) return null;
        _parents[key] = parent;
        return _segments[key] = NewReservoir();
    }

    private Reservoir NewReservoir() => new(_options.MaximumSegmentRows, Features.Count, _options.Seed + _segments.Count);
}
