using Stray.Capture.Features;
using Stray.Capture.FlowLogs;
using Stray.Contracts.Features;
using Stray.Contracts.Flows;
using Stray.Training.Evaluation;

namespace Stray.Verbs;

/// <summary>
/// Tables of the common flow schema → rows of the product's own features. Every flow passes the windows, labelled or not,
/// train or test, in the order of the file, as it would on the wire; only the labels decide what is learnt and judged.
/// </summary>
internal sealed class LabelledFlows(TableColumns columns)
{
    private readonly List<EvaluationRow> _rows = [];
    private readonly int[] _features =
        [.. columns.Features?.Select(FeatureCatalogue.IndexOf) ?? Enumerable.Range(0, FeatureCatalogue.Count)];

    public static (EvaluationTable? Table, string? Failure) Read(IReadOnlyList<string> paths, TableColumns columns)
    {
        var flows = new LabelledFlows(columns);
        var unknown = Array.IndexOf(flows._features, -1);
        if (unknown >= 0) return (null, $"no feature '{columns.Features![unknown]}'");
        foreach (var path in paths)
        {
            if (flows.ReadFile(path) is { } failure) return (null, $"{path}: {failure}");
        }

        return (new([.. flows._features.Select(f => FeatureCatalogue.All[f].Id)], flows._rows), null);
    }

    private string? ReadFile(string path)
    {
        var (labels, missing) = Labels(path);
        if (missing is not null) return missing;
        if (!FlowLog.TryOpen(path, out var log, out var failure)) return failure.ToString();
        using (log)
        {
            long line = 0;
            var emitter = new RowEmitter(flow => Take(flow, labels.GetValueOrDefault(line)), new EmitterOptions { Sensor = path });
            while (log.TryRead(out var row))
            {
                line = row.Line;
                emitter.Emit(row);
            }

            return log.Failure?.ToString();
        }
    }

    private void Take(FlowRecord flow, RowLabel label)
    {
        var row = EvaluationRow.Of(flow, label.Label, label.Train, label.Group ?? "", label.Entity ?? "");
        _rows.Add(row with { Features = Array.ConvertAll(_features, f => flow.Features[f]) });
    }

    /// <summary>Line number → what the table says of that flow.</summary>
    private (Dictionary<long, RowLabel> Labels, string? Missing) Labels(string path)
    {
        var labels = new Dictionary<long, RowLabel>();
        string[]? header = null;
        foreach (var (line, cells) in CsvLines.Numbered(path))
        {
            if (header is null)
            {
                header = cells;
                var missing = new[] { columns.Label, columns.Split, columns.Entity }.OfType<string>().FirstOrDefault(c => !cells.Contains(c));
                if (missing is not null) return (labels, $"no column '{missing}'");
                continue;
            }

            string? At(string? name) => name is not null && Array.IndexOf(header, name) is >= 0 and var i && i < cells.Length ? cells[i] : null;
            int? known = At(columns.Label) switch { "0" => 0, "1" => 1, _ => null };
            labels[line] = new(known, At(columns.Split) == "train", At(columns.Group), At(columns.Entity));
        }

        return (labels, null);
    }

    private readonly record struct RowLabel(int? Label, bool Train, string? Group, string? Entity);
}
