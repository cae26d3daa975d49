using System.Text.Json;
using System.Text.Json.Nodes;

namespace Stray.Contracts.Wire;

/// <summary>
/// What of a schema decides the bytes: names, types and their order. Comments, defaults and white space may differ between
/// versions and libraries without making a file unreadable.
/// </summary>
internal static class SchemaShape
{
    private static readonly string[] Silent = ["doc", "default", "aliases", "order", "namespace"];

    /// <summary>Whether two schemas encode alike; false when one is no JSON.</summary>
    public static bool Same(string schema, string other)
    {
        try
        {
            return schema == other || JsonNode.DeepEquals(Of(JsonNode.Parse(schema)), Of(JsonNode.Parse(other)));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } only when only["type"] is JsonValue name => name.DeepClone(), // {"type": "int"} is "int"
        JsonObject entries => new JsonObject(entries
            .Where(e => !Silent.Contains(e.Key))
            .Select(e => KeyValuePair.Create(e.Key, Of(e.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        _ => node?.DeepClone(),
    };
}
