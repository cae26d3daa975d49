using Stray.Contracts.Flows;

namespace Stray.Capture.FlowLogs;

/// <summary>Fills a row field by field from a log's text and knows which have been filled.</summary>
internal sealed class RowFields(TextPool texts)
{
    private uint _filled;

    public FlowRow Row { get; } = new();

    public void Begin()
    {
        Row.Clear();
        _filled = 0;
    }

    public bool Has(FlowColumn column) => (_filled & (1u << (int)column)) != 0;

    /// <summary>False when the text is no value of that column.</summary>
    public bool TrySet(FlowColumn column, ReadOnlySpan<byte> text)
    {
        var set = TrySetNumber(column, text) || TrySetText(column, text);
        _filled |= set ? 1u << (int)column : 0;
        return set;
    }

    /// <summary>Why the row cannot be used; null when it has what every flow must have.</summary>
    public string? Finish()
    {
        if (!Has(FlowColumn.Start) || !Has(FlowColumn.Source) || !Has(FlowColumn.Destination) || !Has(FlowColumn.Protocol))
        {
            return "a flow needs start, source, destination and protocol";
        }

        // Logs write "icmp" for both versions.
        Row.Protocol = Row.Protocol == ProtocolNames.Icmp && !Row.Source.IsV4 ? ProtocolNames.IcmpV6 : Row.Protocol;
        return null;
    }

    public static string Complaint(FlowColumn column) => column switch
    {
        FlowColumn.Start or FlowColumn.End => "the time is no time",
        FlowColumn.Duration => "the duration is no number of seconds",
        FlowColumn.Source or FlowColumn.Destination => "the address is no IP address",
        FlowColumn.SourcePort or FlowColumn.DestinationPort => "the port is not 0 to 65535",
        FlowColumn.Protocol => "the protocol is neither a known name nor a number",
        _ => "the count is no count",
    };

    private bool TrySetNumber(FlowColumn column, ReadOnlySpan<byte> text)
    {
        switch (column)
        {
            case FlowColumn.Start when LogText.TryTime(text, out var start):
                Row.Start = start;
                return true;
            case FlowColumn.Duration when LogText.TrySeconds(text, out var duration):
                Row.Duration = duration;
                return true;
            case FlowColumn.Source when LogText.TryAddress(text, out var source):
                Row.Source = source;
                return true;
            case FlowColumn.Destination when LogText.TryAddress(text, out var destination):
                Row.Destination = destination;
                return true;
            case FlowColumn.SourcePort when LogText.TryPort(text, out var sourcePort):
                Row.SourcePort = sourcePort;
                return true;
            case FlowColumn.DestinationPort when LogText.TryPort(text, out var destinationPort):
                Row.DestinationPort = destinationPort;
                return true;
            case FlowColumn.Protocol when LogText.TryProtocol(text, out var protocol):
                Row.Protocol = protocol;
                return true;
            default:
                return LogText.TryCount(text, out var count) && TrySetCount(column, count);
        }
    }

    private bool TrySetCount(FlowColumn column, long count)
    {
        switch (column)
        {
            case FlowColumn.ForwardPackets:
                Row.ForwardPackets = count;
                return true;
            case FlowColumn.BackwardPackets:
                Row.BackwardPackets = count;
                return true;
            case FlowColumn.ForwardBytes:
                Row.ForwardBytes = count;
                return true;
            case FlowColumn.BackwardBytes:
                Row.BackwardBytes = count;
                return true;
            default:
                return false;
        }
    }

    private bool TrySetText(FlowColumn column, ReadOnlySpan<byte> text)
    {
        switch (column)
        {
            case FlowColumn.State:
                Row.State = texts.Of(text);
                return true;
            case FlowColumn.App:
                Row.App = texts.Of(text);
                return true;
            case FlowColumn.ServerName:
                Row.ServerName = texts.Of(text);
                return true;
            case FlowColumn.CommunityId:
                Row.CommunityId = System.Text.Encoding.UTF8.GetString(text);
                return true;
            case FlowColumn.Label:
                Row.Label = texts.Of(text);
                return true;
            case FlowColumn.Category:
                Row.Category = texts.Of(text);
                return true;
            case FlowColumn.Split:
                Row.Split = texts.Of(text);
                return true;
            case FlowColumn.Group:
                Row.Group = texts.Of(text);
                return true;
            default:
                return false;
        }
    }
}
