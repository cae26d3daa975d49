using System.Globalization;

namespace Stray.Embedded;

/// <summary>The files of one run.</summary>
public sealed class RunFolder(string path)
{
    public string Path => path;

    public string Flows => At("flows.avro");

    public string Observations => At("observations.avro");

    public string Alerts => At("alerts.avro");

    public string FindingLines => At("findings.ndjson");

    public string AlertLines => At("alerts.ndjson");

    public string Summary => At("run.json");

    public string Report => At("report.html");

    /// <summary>A folder name that sorts by time; the first free one of the second.</summary>
    public static string DefaultPath(TimeProvider time)
    {
        var stem = time.GetUtcNow().ToString("'stray-run-'yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var path = stem;
        for (var i = 2; Directory.Exists(path); i++)
        {
            path = $"{stem}-{i}";
        }

        return path;
    }

    private string At(string name) => System.IO.Path.Combine(path, name);
}
