using Stray.Contracts.Findings;

namespace Stray.Tests.Capture;

/// <summary>One capture of the shared set: what its source project says it holds.</summary>
internal sealed record ManifestRow(string File, string Kind, IReadOnlyList<FindingDefinition> Expected, bool StrictClean)
{
    public string Path => SharedData.File("captures", File);

    public static IReadOnlyList<ManifestRow> All()
    {
        var rows = System.IO.File.ReadLines(SharedData.File("captures", "manifest.tsv")).Select(line => line.Split('\t')).ToList();
        var column = rows[0].Index().ToDictionary(c => c.Item, c => c.Index);
        return [.. rows.Skip(1).Select(row => new ManifestRow(row[column["file"]], row[column["kind"]],
            [.. row[column["expected"]].Split(';', StringSplitOptions.RemoveEmptyEntries).Select(id => FindingCatalogue.Find(id)!)],
            row[column["strict_clean"]] == "yes"))];
    }
}
