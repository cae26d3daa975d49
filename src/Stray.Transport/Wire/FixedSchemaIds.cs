using Stray.Contracts;

namespace Stray.Transport.Wire;

/// <summary>The ids of <see cref="SchemaVersions"/>: no registry needed.</summary>
public sealed class FixedSchemaIds : ISchemaIds
{
    public int IdOf(string topic) => SchemaVersions.Current(topic).Id;

    public SchemaLookup Find(int id) => SchemaVersions.Find(id) is { } version
        ? new(LookupOutcome.Known, SchemaVersions.Text(version), "")
        : new(LookupOutcome.Unknown, "", $"schema id {id} is not in the fixed table; was it written with a registry (SchemaRegistry:Url)?");
}
