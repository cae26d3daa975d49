using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Stray.Settings;

/// <summary>
/// Reads the settings file and the environment. An unknown name is refused with its place: a typo that is silently ignored
/// is a setting the user believes in and does not have.
/// </summary>
public static class SettingsSource
{
    public const string Prefix = "STRAY__";
    public const string DefaultFile = "stray.json";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
    };

    /// <param name="file">A file the user named (it must exist), or null for <see cref="DefaultFile"/> where there is one.</param>
    /// <param name="environment">Name and value pairs; only names that start with <see cref="Prefix"/> count.</param>
    public static (StraySettings? Settings, SettingsFailure? Failure) Read(
        string? file, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var path = file ?? DefaultFile;
        var root = new JsonObject();
        if (File.Exists(path))
        {
            var text = File.ReadAllText(path);
            if (Parse(text, path) is { } failure)
            {
                return (null, failure);
            }

            root = JsonNode.Parse(text, documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        }
        else if (file is not null)
        {
            return (null, new(file, "no such settings file"));
        }

        return Overlay(root, environment);
    }

    private static (StraySettings?, SettingsFailure?) Overlay(JsonObject root, IEnumerable<KeyValuePair<string, string>> environment)
    {
        foreach (var (name, value) in environment.Where(e => e.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            Place(root, name[Prefix.Length..].Split("__"), value);
            if (Parse(root.ToJsonString(), name) is { } failure)
            {
                return (null, failure);
            }
        }

        var settings = root.Deserialize<StraySettings>(Strict)!;
        var wrong = SettingsCheck.FirstFailure(settings);
        return wrong is null ? (settings, null) : (null, wrong);
    }

    private static SettingsFailure? Parse(string text, string where)
    {
        try
        {
            _ = JsonSerializer.Deserialize<StraySettings>(text, Strict);
            return null;
        }
        catch (JsonException e)
        {
            var line = where.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? "" : $" line {e.LineNumber + 1}";
            var member = string.IsNullOrEmpty(e.Path) ? "" : $" ({e.Path})";
            return new(where + line, $"not a setting this version knows, or not a value it takes{member}");
        }
    }

    // An existing name in the file may differ in case: replace it, so that the environment wins.
    private static void Place(JsonObject at, ReadOnlySpan<string> path, string value)
    {
        var existing = default(string);
        foreach (var (key, _) in at)
        {
            existing = string.Equals(key, path[0], StringComparison.OrdinalIgnoreCase) ? key : existing;
        }

        var name = existing ?? path[0];
        if (path.Length == 1)
        {
            at[name] = string.Equals(name, nameof(CaptureSettings.LocalNetworks), StringComparison.OrdinalIgnoreCase)
                ? new JsonArray([.. value.Split(',').Select(v => JsonValue.Create(v.Trim()))])
                : JsonValue.Create(value);
            return;
        }

        if (at[name] is not JsonObject section)
        {
            at[name] = section = [];
        }

        Place(section, path[1..], value);
    }
}
