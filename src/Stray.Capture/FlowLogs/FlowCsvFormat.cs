using System.Text;

namespace Stray.Capture.FlowLogs;

/// <summary>
/// Comma-separated flows with a header line: ts, src, sport, dst, dport, proto, dur, fwd_pkts, bwd_pkts, fwd_bytes, bwd_bytes,
/// state, service, label, category, split, group, in any order; ts, src, dst and proto must be there. A row that has a state
/// comes from a connection log and counts payload bytes, one without comes from packets and counts frame bytes.
/// </summary>
internal sealed class FlowCsvFormat : FlowLogFormat
{
    private const int LongestQuotedCell = 64 << 10;

    private readonly List<FlowColumn> _columns = [];
    private readonly byte[] _scratch = new byte[LongestQuotedCell];
    private bool _headerTaken;

    public override string Name => "flow CSV";

    public override LineKind Read(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return LineKind.Skipped;
        }

        if (!_headerTaken)
        {
            _headerTaken = true;
            return TryTakeHeader(line) ? LineKind.Skipped : Bad("a flow CSV needs a header with at least ts, src, dst and proto");
        }

        return ReadRow(line);
    }

    /// <summary>Takes a header line's columns; false when they are not those of flows.</summary>
    public bool TryTakeHeader(ReadOnlySpan<byte> line)
    {
        _columns.Clear();
        var cells = new CsvCells(line, _scratch);
        while (cells.MoveNext())
        {
            _columns.Add(ColumnOf(Encoding.UTF8.GetString(cells.Cell).Trim()));
        }

        return _columns.Contains(FlowColumn.Start) && _columns.Contains(FlowColumn.Source)
            && _columns.Contains(FlowColumn.Destination) && _columns.Contains(FlowColumn.Protocol);
    }

    private LineKind ReadRow(ReadOnlySpan<byte> line)
    {
        Fields.Begin();
        var index = 0;
        var cells = new CsvCells(line, _scratch);
        while (cells.MoveNext())
        {
            if (index == _columns.Count)
            {
                return Bad("more cells than the header has");
            }

            var column = _columns[index++];
            if (column != FlowColumn.Other && !cells.Cell.IsEmpty && !TrySet(column, cells.Cell))
            {
                return Bad(RowFields.Complaint(column));
            }
        }

        Row.PayloadBytesOnly = Fields.Has(FlowColumn.State);
        return cells.IsBroken ? Bad("a quote is not closed")
            : index < _columns.Count ? Bad("fewer cells than the header has")
            : Finish();
    }

    private bool TrySet(FlowColumn column, ReadOnlySpan<byte> cell) =>
        Fields.TrySet(column, column == FlowColumn.App ? ZeekNames.AppOf(cell) : cell);

    private static FlowColumn ColumnOf(string name) => name switch
    {
        "ts" => FlowColumn.Start,
        "src" => FlowColumn.Source,
        "sport" => FlowColumn.SourcePort,
        "dst" => FlowColumn.Destination,
        "dport" => FlowColumn.DestinationPort,
        "proto" => FlowColumn.Protocol,
        "dur" => FlowColumn.Duration,
        "fwd_pkts" => FlowColumn.ForwardPackets,
        "bwd_pkts" => FlowColumn.BackwardPackets,
        "fwd_bytes" => FlowColumn.ForwardBytes,
        "bwd_bytes" => FlowColumn.BackwardBytes,
        "state" => FlowColumn.State,
        "service" => FlowColumn.App,
        "server_name" => FlowColumn.ServerName,
        "community_id" => FlowColumn.CommunityId,
        "label" => FlowColumn.Label,
        "category" => FlowColumn.Category,
        "split" => FlowColumn.Split,
        "group" => FlowColumn.Group,
        _ => FlowColumn.Other,
    };
}
