using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Detection.Habits;

namespace Stray.Detection.Scoring;

/// <summary>
/// A trained model as plain parameters: no PredictionEngine (which is not thread-safe and answers NaN for the mean row),
/// no allocation per row, safe to share between any number of threads and to swap as a whole.
/// </summary>
public sealed class ScoringModel
{
    /// <summary>Rows live on the stack in three forms; wider tables are refused when the model is built or read.</summary>
    public const int MaximumWidth = 2048;

    private readonly string[] _features;
    private readonly SegmentModel[] _segments;
    private readonly Dictionary<SegmentKey, int> _index;

    /// <param name="segments">The root first, each parent before its children.</param>
    /// <param name="fingerprint">Of the catalogue the features come from; null: of their names.</param>
    public ScoringModel(string name, string[] features, SegmentModel[] segments, string? fingerprint = null)
    {
        if (features.Length is 0 or > MaximumWidth || segments.Length == 0)
        {
            throw new ArgumentException($"{features.Length} features, {segments.Length} segments", nameof(features));
        }

        (Name, _features, _segments) = (name, features, segments);
        _index = segments.Select((s, i) => (Key: SegmentKey.Parse(s.Name), Index: i)).ToDictionary(p => p.Key, p => p.Index);
        Fingerprint = fingerprint ?? FeatureFingerprint.Of(features);
    }

    /// <summary>Name and version, e.g. <c>default@20261124T103000Z</c>: every score carries it.</summary>
    public string Name { get; }

    public IReadOnlyList<string> Features => _features;

    public IReadOnlyList<SegmentModel> Segments => _segments;

    /// <summary>Identity of the ordered features: a model of others must not judge.</summary>
    public string Fingerprint { get; }

    /// <summary>What hosts do here; null for models of tables.</summary>
    public KnownHabits? Habits { get; init; }

    /// <summary>The same parameters under another name and version.</summary>
    public ScoringModel Renamed(string name) => new(name, _features, _segments, Fingerprint) { Habits = Habits };

    /// <summary>
    /// Index of the segment that judges this flow: its own, else the nearest parent that was trained. What a handful of hosts do
    /// says nothing of another's flows (a monitor's pings are all alike, an admin's are not), so those go to the parent, too.
    /// </summary>
    public int SegmentOf(FlowRecord flow)
    {
        var key = SegmentKey.Of(flow);
        while (!key.IsRoot)
        {
            if (_index.TryGetValue(key, out var own) && Speaks(_segments[own], flow))
            {
                return own;
            }

            key = key.ParentOf(flow.Protocol);
        }

        return 0;
    }

    private bool Speaks(SegmentModel segment, FlowRecord flow) =>
        Habits is null || !Habits.IsNarrow(segment.Name) || Habits.KnowsSource(segment.Name, flow.Source);

    /// <summary>Index of the named segment, else of the root.</summary>
    public int FindSegment(SegmentKey key) => _index.GetValueOrDefault(key, 0);

    public Verdict Score(FlowRecord flow) => Score(flow.Features, SegmentOf(flow));

    /// <param name="features">In the model's order; NaN = not observable.</param>
    public Verdict Score(ReadOnlySpan<float> features, int segment)
    {
        var judge = _segments[segment];
        var failure = judge.Score(features, out var score);
        return failure == Unscorable.None
            ? new(failure, score, judge.Calibration.Probability(score), segment)
            : new(failure, double.NaN, double.NaN, segment);
    }

    /// <summary>The verdict as it crosses a topic, with the features that made it. Allocates; for rows worth telling.</summary>
    /// <param name="verdict">Of the same features; must be scored.</param>
    public Score Explain(ReadOnlySpan<float> features, in Verdict verdict, int reasons = 5)
    {
        var judge = _segments[verdict.Segment];
        return new(verdict.Value, verdict.PValue, judge.Name, Name, Explanation.Of(judge, _features, features, reasons));
    }
}
