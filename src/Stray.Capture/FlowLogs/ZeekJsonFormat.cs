using System.Text.Json;

namespace Stray.Capture.FlowLogs;

/// <summary>Zeek's conn.log as JSON, one object a line (LogAscii::use_json), times as numbers, milliseconds or ISO 8601.</summary>
internal sealed class ZeekJsonFormat : FlowLogFormat
{
    private readonly JsonMembers.Buffers _buffers = new();

    public override string Name => "Zeek conn.log (JSON)";

    public override LineKind Read(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return LineKind.Skipped;
        }

        Fields.Begin();
        try
        {
            var members = new JsonMembers(line, _buffers);
            while (members.MoveNext())
            {
                var column = ZeekNames.ColumnOf(members.Name);
                var value = column == FlowColumn.App ? ZeekNames.AppOf(members.Value) : members.Value;
                if (column != FlowColumn.Other && !Fields.TrySet(column, value))
                {
                    return Bad(RowFields.Complaint(column));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Bad("no JSON object");
        }

        Row.PayloadBytesOnly = true;
        return Finish();
    }
}
