using System.Text.Json;

namespace Stray.Tests.Compose;

/// <summary>The files under compose/.</summary>
internal static class ComposeFiles
{
    public static string Path(params string[] parts) => System.IO.Path.Combine([Repository.Root, "compose", .. parts]);

    public static string Text(params string[] parts) => File.ReadAllText(Path(parts));

    /// <summary>A YAML file as the real parser reads it, anchors and merges resolved; skips the test where there is no parser.</summary>
    public static async Task<JsonElement> YamlAsync(params string[] parts)
    {
        const string Convert = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";
        var text = Text(parts);
        foreach (var python in new[] { "python3", "/usr/bin/python3" })
        {
            Programs.Need(System.IO.Path.GetFileName(python), "python3");
            var probe = await Programs.RunAsync(Programs.Start(python, "-c", "import yaml"));
            if (probe.ExitCode == 0)
            {
                var (code, printed) = await Programs.RunAsync(Programs.Start(python, "-c", Convert), text);
                Assert.True(code == 0, $"{string.Join('/', parts)}: {printed}");
                return JsonDocument.Parse(printed).RootElement;
            }
        }

        Assert.Skip("no Python with PyYAML (Debian: python3-yaml)");
        return default;
    }

    public static IEnumerable<string> Strings(JsonElement list) => list.EnumerateArray().Select(i => i.GetString()!);
}
