using System.IO.Compression;
using System.Text;

namespace Stray.Training.Evaluation;

/// <summary>Rows of a CSV file (RFC 4180 quoting, one row a line), gzipped when its name ends so. Lengths are bounded.</summary>
public static class CsvLines
{
    private const int LongestLine = 1 << 20;

    public static IEnumerable<string[]> Read(string path) => Numbered(path).Select(l => l.Cells);

    /// <summary>Each line that is not empty with its number, the first being 1.</summary>
    public static IEnumerable<(long Line, string[] Cells)> Numbered(string path)
    {
        using var file = File.OpenRead(path);
        using Stream bytes = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        for (long number = 1; reader.ReadLine() is { } line; number++)
        {
            if (line.Length > LongestLine) throw new InvalidDataException($"a line of {line.Length} characters");
            if (line.Length > 0) yield return (number, Split(line));
        }
    }

    public static string[] Split(string line)
    {
        if (!line.Contains('"')) return line.Split(',');
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else cell.Append(c);
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }
}
