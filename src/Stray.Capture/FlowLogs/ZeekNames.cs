namespace Stray.Capture.FlowLogs;

/// <summary>How Zeek's conn.log calls things, and what they are here.</summary>
internal static class ZeekNames
{
    /// <summary>Columns of the TSV form and members of the JSON form, also as shippers rename them ("id_orig_h").</summary>
    public static FlowColumn ColumnOf(ReadOnlySpan<char> name) => name switch
    {
        "ts" => FlowColumn.Start,
        "duration" => FlowColumn.Duration,
        "id.orig_h" or "id_orig_h" => FlowColumn.Source,
        "id.orig_p" or "id_orig_p" => FlowColumn.SourcePort,
        "id.resp_h" or "id_resp_h" => FlowColumn.Destination,
        "id.resp_p" or "id_resp_p" => FlowColumn.DestinationPort,
        "proto" => FlowColumn.Protocol,
        "service" => FlowColumn.App,
        "orig_bytes" => FlowColumn.ForwardBytes,
        "resp_bytes" => FlowColumn.BackwardBytes,
        "orig_pkts" => FlowColumn.ForwardPackets,
        "resp_pkts" => FlowColumn.BackwardPackets,
        "conn_state" => FlowColumn.State,
        "community_id" => FlowColumn.CommunityId,
        "label" => FlowColumn.Label,
        "detailedlabel" => FlowColumn.Category,
        _ => FlowColumn.Other,
    };

    /// <summary>
    /// One protocol of a service list: Zeek names every analyzer that confirmed ("gssapi,smb,krb", in no fixed order, a minus
    /// before one that gave up). Authentication inside another protocol is not the protocol.
    /// </summary>
    public static ReadOnlySpan<byte> AppOf(ReadOnlySpan<byte> services)
    {
        var first = ReadOnlySpan<byte>.Empty;
        foreach (var range in services.Split((byte)','))
        {
            var service = services[range];
            if (service is [] or [(byte)'-', ..])
            {
                continue;
            }

            first = first.IsEmpty ? service : first;
            if (!IsInner(service))
            {
                return OurNameOf(service);
            }
        }

        return OurNameOf(first);
    }

    private static bool IsInner(ReadOnlySpan<byte> service) =>
        service.SequenceEqual("gssapi"u8) || service.SequenceEqual("ntlm"u8) || service.SequenceEqual("spnego"u8)
        || service.SequenceEqual("krb"u8);

    private static ReadOnlySpan<byte> OurNameOf(ReadOnlySpan<byte> service) =>
        service.SequenceEqual("ssl"u8) ? "tls"u8 : service.StartsWith("krb"u8) ? "kerberos"u8 : service;
}
