using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>What Wireshark's expert information says about headers is found here, too. One line a message.</summary>
public sealed class WiresharkAgreementTests(ITestOutputHelper output)
{
    private static readonly (string Message, FindingName[] Ours)[] Messages =
    [
        ("Bad checksum", [FindingName.Ipv4ChecksumBad, FindingName.TcpChecksumBad, FindingName.UdpChecksumBad, FindingName.IcmpChecksumBad]),
        ("Bogus IPv4 version", [FindingName.IpVersionMismatch]),
        ("Bogus IP header length", [FindingName.IpHeaderLengthInvalid]),
        ("Bogus IP length", [FindingName.IpHeaderLengthInvalid, FindingName.TunnelInnerIpInvalid]),
        ("IPv4 total length exceeds packet length", [FindingName.IpPacketTruncated]),
        ("IPv6 payload length exceeds framing length", [FindingName.IpPacketTruncated, FindingName.TunnelInnerIpInvalid]),
        ("Bad length value", [FindingName.UdpLengthMismatch]),
        ("Window scale shift exceeds", [FindingName.TcpWindowScaleOutOfRange]),
        ("Short segment", [FindingName.TcpHeaderLengthInvalid]),
        ("Home Address: Invalid length", [FindingName.Ipv6ExtHeaderMalformed]),
        ("Duplicate IP address configured", [FindingName.ArpBindingConflict]),
    ];

    private static readonly (string File, string Message, string Why)[] Disagreements =
    [
        ("tcpdump__icmp-icmp_print-oobr-2.pcap", "Bad checksum", "frame relay is not decoded"),
        ("tcpdump__icmp-icmp_print-oobr-2.pcap", "IPv4 total length exceeds packet length", "frame relay is not decoded"),
        ("tcpdump__ipv4_tcp_http_xml_tso.pcap", "Bogus IP length", "segmentation offload"),
        ("pcapplusplus__tcp-malformed.pcap", "Bad checksum", "a segment whose header length is impossible is not judged further"),
        ("zeek__ipv4__fragmented-4.pcap", "Bad checksum", "the sum is wrong only where later bytes win over the first of an overlap"),
    ];

    [Fact]
    public void What_Wireshark_says_of_headers_is_found_or_explained()
    {
        var rows = File.ReadLines(SharedData.File("captures", "tshark-expert.tsv")).Skip(1).Select(line => line.Split('\t'))
            .SelectMany(row => Messages.Where(m => row[3].StartsWith(m.Message, StringComparison.Ordinal)).Select(m => (File: row[0], m.Message, m.Ours))).ToList();
        var missing = rows.Where(r => !Disagreements.Any(d => d.File == r.File && d.Message == r.Message)
            && !DecodedCapture.Of(SharedData.File("captures", r.File)).Names.Intersect(r.Ours).Any()).ToList();
        missing.ForEach(m => output.WriteLine($"{m.File}: {m.Message}"));
        Assert.True(rows.Count > 40);
        Assert.Empty(missing);
    }
}
