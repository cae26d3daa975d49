using System.Globalization;
using System.Text;

namespace Stray.Capture.FlowLogs;

/// <summary>
/// Zeek's conn.log as it writes it by default: columns named by #fields, divided by #separator. A rotated and joined log
/// brings its header again, perhaps with other columns.
/// </summary>
internal sealed class ZeekTsvFormat : FlowLogFormat
{
    private readonly List<FlowColumn> _columns = [];
    private byte _separator = (byte)'\t';
    private byte[] _unset = "-"u8.ToArray();
    private byte[] _empty = "(empty)"u8.ToArray();

    public override string Name => "Zeek conn.log";

    /// <summary>The log's #path: "conn", or that of a log without flows.</summary>
    public string Path { get; private set; } = "conn";

    /// <summary>The columns seen say where from and to, when and how long: what makes a connection log.</summary>
    public bool IsUsable => Path.StartsWith("conn", StringComparison.Ordinal) && _columns.Contains(FlowColumn.Start)
        && _columns.Contains(FlowColumn.Source) && _columns.Contains(FlowColumn.Destination) && _columns.Contains(FlowColumn.Protocol);

    public override LineKind Read(ReadOnlySpan<byte> line)
    {
        if (line is [] or [(byte)'#', ..])
        {
            TakeHeader(line);
            return LineKind.Skipped;
        }

        return IsUsable ? ReadRow(line) : Bad("no #fields line with ts, id.orig_h, id.resp_h and proto before it");
    }

    private LineKind ReadRow(ReadOnlySpan<byte> line)
    {
        Fields.Begin();
        var index = 0;
        foreach (var range in line.Split(_separator))
        {
            if (index == _columns.Count)
            {
                return Bad("more columns than #fields names");
            }

            var column = _columns[index++];
            if (column != FlowColumn.Other && !TrySet(column, line[range]))
            {
                return Bad(RowFields.Complaint(column));
            }
        }

        Row.PayloadBytesOnly = true;
        return index < _columns.Count ? Bad("fewer columns than #fields names") : Finish();
    }

    private bool TrySet(FlowColumn column, ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual(_unset) || text.SequenceEqual(_empty))
        {
            return true;
        }

        return Fields.TrySet(column, column == FlowColumn.App ? ZeekNames.AppOf(text) : text);
    }

    private void TakeHeader(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("#separator "u8))
        {
            _separator = SeparatorOf(line["#separator "u8.Length..]);
            return;
        }

        var end = line.IndexOf(_separator);
        var value = end < 0 ? default : line[(end + 1)..];
        switch (Encoding.UTF8.GetString(line[..Math.Max(end, 0)]))
        {
            case "#unset_field":
                _unset = value.ToArray();
                break;
            case "#empty_field":
                _empty = value.ToArray();
                break;
            case "#path":
                Path = Encoding.UTF8.GetString(value);
                break;
            case "#fields":
                TakeColumns(value);
                break;
            default: // #types, #open, #close and comments
                break;
        }
    }

    private void TakeColumns(ReadOnlySpan<byte> names)
    {
        _columns.Clear();
        foreach (var range in names.Split(_separator))
        {
            _columns.Add(ZeekNames.ColumnOf(Encoding.UTF8.GetString(names[range])));
        }
    }

    // Written as \x09, so that the line that names the separator can be read without knowing it.
    private static byte SeparatorOf(ReadOnlySpan<byte> text) =>
        text is [(byte)'\\', (byte)'x', _, _]
            && byte.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            ? code
            : text is [var single] ? single : (byte)'\t';
}
