namespace Stray.Transport.Provisioning;

/// <summary>
/// The way from the topics there are to the topics there should be. Pure: it can be shown before anything is done. With one
/// refusal nothing of it may be applied, since half a change of joined topics is worse than none.
/// </summary>
/// <param name="Notes">What differs but is not changed, and who can change it.</param>
public sealed record TopicPlan(IReadOnlyList<TopicChange> Changes, IReadOnlyList<string> Refusals, IReadOnlyList<string> Notes)
{
    public static TopicPlan Make(IReadOnlyList<TopicSpec> wanted, IReadOnlyDictionary<string, TopicState> existing)
    {
        var (changes, refusals, notes) = (new List<TopicChange>(), new List<string>(), new List<string>());
        refusals.AddRange(UnequalJoins(wanted.Select(s => (s.JoinedBy, s.Name, s.Partitions))));
        foreach (var spec in wanted)
        {
            if (!existing.TryGetValue(spec.Name, out var state))
            {
                changes.Add(Create(spec));
                continue;
            }

            if (Refusal(spec, state) is { } refusal) refusals.Add(refusal);
            else if (spec.Partitions > state.Partitions) changes.Add(Grow(spec, state));
            if (Configure(spec, state) is { } change) changes.Add(change);
            if (spec.Replicas != state.Replicas) notes.Add(OtherReplicas(spec, state));
        }

        return new(changes, refusals, notes);
    }

    /// <summary>Joined topics whose partition counts differ: records of one key would meet in no worker.</summary>
    public static IEnumerable<string> UnequalJoins(IEnumerable<(string? JoinedBy, string Name, int Partitions)> topics) =>
        topics.Where(t => t.JoinedBy is not null)
            .GroupBy(t => t.JoinedBy)
            .Where(g => g.Select(t => t.Partitions).Distinct().Count() > 1)
            .Select(g => $"{string.Join(", ", g.Select(t => $"{t.Name} ({t.Partitions})"))}: topics joined by {g.Key} must have equally many partitions");

    private static string? Refusal(TopicSpec spec, TopicState state)
    {
        if (spec.Partitions < state.Partitions)
        {
            return $"{spec.Name} has {state.Partitions} partitions and {spec.Partitions} are wanted: Kafka cannot take partitions away. "
                + $"Set Kafka:Partitions to {state.Partitions} or more, or move to a new topic";
        }

        return spec.Partitions > state.Partitions && spec.Compacted
            ? $"{spec.Name} is compacted and has {state.Partitions} partitions: with {spec.Partitions} its keys would move and their old values stay. "
                + $"Set Kafka:Partitions to {state.Partitions}, or move to a new topic"
            : null;
    }

    private static TopicChange Create(TopicSpec spec) => new(TopicChangeKind.Create, spec, spec.Configuration,
        $"{spec.Partitions} partitions, {spec.Replicas} replicas, key {spec.Key}, {Text(spec.Configuration)}");

    private static TopicChange Grow(TopicSpec spec, TopicState state) => new(TopicChangeKind.AddPartitions, spec, new Dictionary<string, string>(),
        $"{state.Partitions} to {spec.Partitions} partitions (keys move: records under way may miss their join partners)");

    private static TopicChange? Configure(TopicSpec spec, TopicState state)
    {
        var settings = spec.Configuration.Where(c => state.Configuration.GetValueOrDefault(c.Key) != c.Value).ToDictionary();
        return settings.Count == 0 ? null : new(TopicChangeKind.Configure, spec, settings,
            string.Join(", ", settings.Select(s => $"{s.Key} {state.Configuration.GetValueOrDefault(s.Key, "unset")} to {s.Value}")));
    }

    private static string OtherReplicas(TopicSpec spec, TopicState state) =>
        $"{spec.Name} has {state.Replicas} replicas, {spec.Replicas} are wanted: kafka-reassign-partitions changes that";

    private static string Text(IReadOnlyDictionary<string, string> configuration) =>
        string.Join(", ", configuration.Select(c => $"{c.Key}={c.Value}"));
}
