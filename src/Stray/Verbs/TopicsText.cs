using System.Text.Json;
using System.Text.Json.Nodes;
using Stray.Transport.Provisioning;

namespace Stray.Verbs;

/// <summary>Plans and topics as text or JSON.</summary>
internal static class TopicsText
{
    public static void Plan(TextWriter output, TopicPlan plan, bool applied, bool json)
    {
        if (json)
        {
            output.WriteLine(new JsonObject
            {
                ["changes"] = new JsonArray([.. plan.Changes.Select(Change)]),
                ["refusals"] = Texts(plan.Refusals),
                ["notes"] = Texts(plan.Notes),
                ["applied"] = applied,
            }.ToJsonString());
            return;
        }

        foreach (var line in Lines(plan))
        {
            output.WriteLine(line);
        }
    }

    public static void Describe(
        TextWriter output, IReadOnlyList<TopicSpec> wanted, IReadOnlyDictionary<string, TopicState> existing, bool json)
    {
        if (json)
        {
            output.WriteLine(new JsonObject { ["topics"] = new JsonArray([.. wanted.Select(w => Topic(w, existing.GetValueOrDefault(w.Name)))]) }.ToJsonString());
            return;
        }

        var width = wanted.Max(w => w.Name.Length);
        foreach (var spec in wanted)
        {
            output.WriteLine(existing.GetValueOrDefault(spec.Name) is { } state
                ? $"{spec.Name.PadRight(width)}  {state.Partitions} partitions, {state.Replicas} replicas, {Settings(spec, state)}"
                : $"{spec.Name.PadRight(width)}  missing");
        }
    }

    private static IEnumerable<string> Lines(TopicPlan plan) => plan.Changes.Select(c => c.ToString())
        .Concat(plan.Refusals.Select(r => $"refused: {r}"))
        .Concat(plan.Notes.Select(n => $"note: {n}"))
        .DefaultIfEmpty("nothing to change");

    private static string Settings(TopicSpec spec, TopicState state) =>
        string.Join(", ", spec.Configuration.Keys.Select(k => $"{k}={state.Configuration.GetValueOrDefault(k, "unset")}"));

    private static JsonObject Change(TopicChange change) => new JsonObject
    {
        ["change"] = JsonNamingPolicy.SnakeCaseLower.ConvertName(change.Kind.ToString()),
        ["topic"] = change.Wanted.Name,
        ["detail"] = change.Detail,
    };

    private static JsonObject Topic(TopicSpec spec, TopicState? state) => new JsonObject
    {
        ["topic"] = spec.Name,
        ["key"] = spec.Key,
        ["exists"] = state is not null,
        ["partitions"] = state?.Partitions,
        ["replicas"] = state?.Replicas,
        ["joined_by"] = spec.JoinedBy,
        ["settings"] = new JsonObject(spec.Configuration.Keys.Select(k =>
            KeyValuePair.Create(k, (JsonNode?)state?.Configuration.GetValueOrDefault(k)))),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);
}
