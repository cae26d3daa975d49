using System.Globalization;
using System.Text.Json;
using Stray.Contracts.Flows;

namespace Stray.Capture.FlowLogs;

/// <summary>Suricata's EVE log: its flow events become rows, all other events are stepped over. Bytes are frame lengths.</summary>
internal sealed class SuricataEveFormat : FlowLogFormat
{
    private readonly JsonMembers.Buffers _buffers = new();
    private bool? _isFlow;
    private long _end;
    private byte _forwardFlags;
    private byte _backwardFlags;
    private string _tcpState = "";

    public override string Name => "Suricata EVE";

    public override LineKind Read(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return LineKind.Skipped;
        }

        Begin();
        string? complaint = null;
        try
        {
            var members = new JsonMembers(line, _buffers);
            while (_isFlow != false && members.MoveNext())
            {
                var column = ColumnOf(members.Name);
                if (column != FlowColumn.Other && !TrySet(column, members.Value))
                {
                    complaint ??= RowFields.Complaint(column);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Bad("no JSON object");
        }

        complaint ??= _isFlow is null ? "no event_type" : null;
        return _isFlow == false ? LineKind.Skipped : complaint is null ? FinishFlow() : Bad(complaint);
    }

    private static FlowColumn ColumnOf(ReadOnlySpan<char> name) => name switch
    {
        "event_type" => FlowColumn.EventKind,
        "src_ip" => FlowColumn.Source,
        "src_port" or "icmp_type" => FlowColumn.SourcePort,
        "dest_ip" => FlowColumn.Destination,
        "dest_port" or "icmp_code" => FlowColumn.DestinationPort,
        "proto" => FlowColumn.Protocol,
        "app_proto" => FlowColumn.App,
        "community_id" => FlowColumn.CommunityId,
        "flow.start" => FlowColumn.Start,
        "flow.end" => FlowColumn.End,
        "flow.pkts_toserver" => FlowColumn.ForwardPackets,
        "flow.pkts_toclient" => FlowColumn.BackwardPackets,
        "flow.bytes_toserver" => FlowColumn.ForwardBytes,
        "flow.bytes_toclient" => FlowColumn.BackwardBytes,
        "tcp.tcp_flags_ts" => FlowColumn.ForwardFlags,
        "tcp.tcp_flags_tc" => FlowColumn.BackwardFlags,
        "tcp.state" => FlowColumn.FlowState,
        _ => FlowColumn.Other,
    };

    private void Begin()
    {
        Fields.Begin();
        _isFlow = null;
        _end = 0;
        _forwardFlags = _backwardFlags = 0;
        _tcpState = "";
    }

    private bool TrySet(FlowColumn column, ReadOnlySpan<byte> value)
    {
        switch (column)
        {
            case FlowColumn.EventKind:
                _isFlow = value.SequenceEqual("flow"u8);
                return true;
            case FlowColumn.End:
                return LogText.TryTime(value, out _end);
            case FlowColumn.ForwardFlags:
                return byte.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _forwardFlags);
            case FlowColumn.BackwardFlags:
                return byte.TryParse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _backwardFlags);
            case FlowColumn.FlowState:
                _tcpState = Texts.Of(value);
                return true;
            case FlowColumn.App when value.SequenceEqual("failed"u8): // looked at, not recognised
                return true;
            default:
                return Fields.TrySet(column, value);
        }
    }

    private LineKind FinishFlow()
    {
        Row.Duration = Math.Max(0, _end - Row.Start);
        var answered = Row.BackwardPackets > 0;
        Row.State = Row.Protocol != ProtocolNames.Tcp ? ConnectionState.OfOther(Row.Protocol, Row.ForwardPackets > 0, answered)
            : (_forwardFlags | _backwardFlags) != 0 ? ConnectionState.OfTcp(_forwardFlags, _backwardFlags)
            : ConnectionState.OfTcp(_tcpState, answered);
        return Finish();
    }
}
