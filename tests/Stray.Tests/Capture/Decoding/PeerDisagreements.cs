using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>Where Suricata reports and we on purpose do not. One line a case.</summary>
internal static class PeerDisagreements
{
    private const string Snaplen = "cut by the snaplen: the length on the wire holds the packet, Suricata compares with the captured length";

    public static readonly (string File, FindingName Name, string Why)[] All =
    [
        ("ndpi__netflix.pcap", FindingName.Ipv4OptionsMalformed, "IPv4 options are padded to 4 bytes, not to 8 (RFC 791 s3.1): a lone router alert is sound"),
        ("sv__ipv6-evasion__ipv6-malformed-fragments-32__frag-32.pcap", FindingName.Ipv6ExtHeaderMalformed, "PadN of length 0 is how two bytes are padded (RFC 8200 s4.2); every Linux listener report has it"),
        ("tcpdump__bootp_asan-2.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("tcpdump__extract_read2_asan.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("tcpdump__gre-heapoverflow-2.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("tcpdump__heapoverflow-tcp_print.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("tcpdump__nfs_large_credentials_length.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("tcpdump__radius_attr_asan.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("tcpdump__udp-length-heapoverflow.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("zeek__trunc__icmp-payload-trunc.pcap", FindingName.IpPacketTruncated, Snaplen),
        ("tcpdump__mpls-label-heapoverflow.pcap", FindingName.L2EncapHeaderMalformed, Snaplen),
        ("tcpdump__mptcp-dss-oobr.pcap", FindingName.IpPacketTruncated, "total length 60 in a frame of 74 bytes fits: 14 of them are Ethernet"),
        ("tcpdump__icmp-rfc8335-missing-bytes.pcap", FindingName.EthertypeUnknown, "MACsec is registered, and what it does not encrypt is decoded"),
        ("tcpdump__ipv4_tcp_http_xml_tso.pcap", FindingName.IpHeaderLengthInvalid, "segmentation offload leaves the total length of a 2 kB packet at zero; counted as such"),
        ("tcpdump__quic_32_bit_pointer_overflow.pcap", FindingName.Ipv6ExtHeaderMalformed, "a jumbogram: its length is in the hop-by-hop header, not zero"),
        ("tcpdump__smb_print_trans-oobr1.pcap", FindingName.EthertypeUnknown, "an IEEE 802.3 length, with LLC behind it"),
        ("zeek__ipv6-mobility-dst-opts.pcap", FindingName.Ipv6OptionsCovert, "the option behind the padding is malformed, and reported as that"),
        ("zeek__tcp__qi_internet_SYNACK_curl_jsonip.pcap", FindingName.TcpFlagsIllegal, "resets with a stale acknowledgment number are ordinary"),
    ];

    public static bool Explain(string file, FindingName name) => All.Any(d => d.File == file && d.Name == name);
}
