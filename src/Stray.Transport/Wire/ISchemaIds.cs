namespace Stray.Transport.Wire;

/// <summary>Which id a topic's records are written with, and which schema an id met in a record stands for.</summary>
public interface ISchemaIds
{
    /// <param name="topic">As in <see cref="Contracts.Topics"/>.</param>
    int IdOf(string topic);

    SchemaLookup Find(int id);
}

public enum LookupOutcome
{
    Known,

    /// <summary>Nobody registered this id: the record is unreadable for ever.</summary>
    Unknown,

    /// <summary>The registry does not answer: the record may be readable later, so it must not be set aside.</summary>
    Unavailable,
}

/// <param name="Schema">JSON when known.</param>
/// <param name="Reason">Why not, when it is not.</param>
public readonly record struct SchemaLookup(LookupOutcome Outcome, string Schema, string Reason);
