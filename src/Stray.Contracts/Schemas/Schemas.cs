namespace Stray.Contracts;

/// <summary>The Avro schemas of everything that crosses a topic, as embedded in this assembly.</summary>
public static class Schemas
{
    /// <summary>Topics whose records have a schema here.</summary>
    public static IReadOnlyList<string> Names { get; } = [Topics.Flows, Topics.Observations, Topics.Alerts];

    /// <summary>The schema of a topic as JSON; throws when there is none.</summary>
    public static string Text(string topic)
    {
        using var stream = typeof(Schemas).Assembly.GetManifestResourceStream(topic + ".avsc")
            ?? throw new ArgumentException($"no schema for topic {topic}", nameof(topic));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
