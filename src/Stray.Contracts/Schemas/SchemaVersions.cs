namespace Stray.Contracts;

/// <summary>
/// The fixed table of schema ids, for clusters without a registry. A version that was ever written stays readable, so lines are
/// added and never changed.
/// </summary>
/// <remarks>To change a schema: 1 copy the .avsc to Schemas/history/TOPIC.REVISION.avsc, 2 change it (new fields with a default),
/// 3 a line here with the next revision and id; the tests say the fingerprint and hold it readable by every later version.</remarks>
public static class SchemaVersions
{
    public static IReadOnlyList<SchemaVersion> All { get; } =
    [
        new(Topics.Flows, 1, 1001, "0a14bbc08824ea99"),
        new(Topics.Observations, 1, 2001, "5585ae174330b7e1"),
        new(Topics.Alerts, 1, 3001, "eea24669f5ae6634"),
    ];

    /// <summary>The version that is written; throws when the topic has no schema.</summary>
    public static SchemaVersion Current(string topic) =>
        All.Where(v => v.Topic == topic).MaxBy(v => v.Revision) ?? throw new ArgumentException($"no schema for topic {topic}", nameof(topic));

    public static SchemaVersion? Find(int id) => All.FirstOrDefault(v => v.Id == id);

    /// <summary>A version's schema as JSON.</summary>
    public static string Text(SchemaVersion version) => version == Current(version.Topic)
        ? Schemas.Text(version.Topic)
        : Schemas.Text($"{version.Topic}.{version.Revision}");
}
