using System.Globalization;
using Stray.Detection.Scoring;

namespace Stray.Training.Evaluation;

/// <summary>Feature tables (CSV) → labelled rows. Several files of the same header are read as one.</summary>
public sealed class TableReader(TableColumns columns)
{
    private string[] _header = [];

    /// <returns>The table, or what is wrong with it.</returns>
    public (EvaluationTable? Table, string? Failure) Read(IReadOnlyList<string> paths)
    {
        var cells = new List<string[]>();
        foreach (var path in paths)
        {
            if (ReadFile(path, cells) is { } failure) return (null, $"{path}: {failure}");
        }

        foreach (var needed in new[] { columns.Label, columns.Split, columns.Entity, columns.Time }.OfType<string>())
        {
            if (!_header.Contains(needed)) return (null, $"no column '{needed}' among {string.Join(", ", _header)}");
        }

        var unknown = columns.Features?.FirstOrDefault(f => !_header.Contains(f));
        return unknown is null ? (Build(cells), null) : (null, $"no column '{unknown}'");
    }

    private string? ReadFile(string path, List<string[]> cells)
    {
        var line = 0;
        try
        {
            foreach (var row in CsvLines.Read(path))
            {
                if (line++ == 0)
                {
                    if (_header.Length > 0 && !_header.SequenceEqual(row)) return "its header differs from the first table's";
                    _header = row;
                }
                else if (row.Length != _header.Length) return $"line {line} has {row.Length} cells, the header {_header.Length}";
                else cells.Add(row);
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return e.Message;
        }

        return line == 0 ? "is empty" : null;
    }

    private EvaluationTable Build(List<string[]> cells)
    {
        var (label, split) = (Index(columns.Label), Index(columns.Split));
        var (entity, group, time) = (Index(columns.Entity), Index(columns.Group), Index(columns.Time));
        bool IsTrain(string[] row) => row[split] == "train";
        var encoders = Encoders(cells, [.. cells.Where(IsTrain)]);
        var rows = new List<EvaluationRow>(cells.Count);
        foreach (var row in cells)
        {
            var features = encoders.SelectMany(e => e.Encode(row)).ToArray();
            int? known = row[label] switch { "0" or "0.0" => 0, "1" or "1.0" => 1, _ => null };
            rows.Add(new(features, known, IsTrain(row), At(row, group), At(row, entity), SegmentKey.All, SegmentKey.All)
            {
                Time = double.TryParse(At(row, time), CultureInfo.InvariantCulture, out var t) ? t : 0,
            });
        }

        return new([.. encoders.SelectMany(e => e.Names)], rows);
    }

    private List<IColumnEncoder> Encoders(List<string[]> cells, List<string[]> train)
    {
        var reserved = columns.Reserved.ToHashSet();
        var encoders = new List<IColumnEncoder>();
        foreach (var name in columns.Features ?? [.. _header.Where(h => !reserved.Contains(h))])
        {
            var index = Array.IndexOf(_header, name);
            if (cells.TrueForAll(r => NumberColumn.TryParse(r[index], out _))) encoders.Add(new NumberColumn(name, index));
            else if (columns.Features is not null) encoders.Add(CategoryColumn.Learn(name, index, train));
        }

        return encoders;
    }

    private int Index(string? name) => name is null ? -1 : Array.IndexOf(_header, name);

    private static string At(string[] row, int index) => index < 0 ? "" : row[index];
}
