using System.Collections.Frozen;

namespace Stray.Contracts.Findings;

/// <summary>What an analyst should check next, by finding: used by docs/findings.md and by the report.</summary>
public static class FindingAdvice
{
    private static readonly FrozenDictionary<FindingName, string> Sentences = new Dictionary<FindingName, string>
    {
        [FindingName.EthFrameTruncated] =
            "Compare with other captures of the same link; a tap or driver that cuts frames shows on every host.",
        [FindingName.EthertypeUnknown] =
            "Look the EtherType up in the IEEE registry and ask who runs the device with this MAC address; a known vendor protocol can be suppressed for the segment.",
        [FindingName.VlanTagStackTooDeep] =
            "Check whether the port should carry tagged traffic at all: double tagging from an access port is VLAN hopping.",
        [FindingName.L2EncapHeaderMalformed] =
            "Find the switch port of the source MAC address; a faulty device repeats it, a crafted frame comes in few and varied.",
        [FindingName.ArpMalformed] =
            "Find the switch port of the source MAC address and what runs there; ARP from ordinary stacks is never malformed.",
        [FindingName.ArpGratuitousUnsolicited] =
            "Check whether a failover, DHCP renewal or new interface explains it; bursts that name the gateway's address are poisoning.",
        [FindingName.ArpBindingConflict] =
            "Compare both MAC addresses with the inventory and DHCP leases; if one claims the gateway, isolate its port first.",
        [FindingName.EncapDepthExceeded] =
            "Ask whether any overlay here nests so deep; otherwise look at the innermost addresses the sender wanted to hide.",
        [FindingName.IpVersionMismatch] =
            "Check the capture's link type first; if other frames decode, look at the sender for packet crafting tools.",
        [FindingName.IpHeaderLengthInvalid] =
            "Look for other malformed packets of this source: it is crafted or its network card is broken.",
        [FindingName.IpPacketTruncated] =
            "Raise the snap length or look for a tap that cuts; do not investigate the hosts.",
        [FindingName.Ipv4ChecksumBad] =
            "Check whether only packets sent by the capturing host are wrong (checksum offload); otherwise look for a faulty link.",
        [FindingName.Ipv4OptionsMalformed] =
            "Check whether a router on the way should have dropped options, and what the source sent besides.",
        [FindingName.IpProtocolUnexpected] =
            "Check whether a tunnel or routing protocol is expected between these hosts; if not, treat it as a covert channel.",
        [FindingName.Ipv6ExtHeaderMalformed] =
            "Check the source for packet crafting and whether filters on the way let such chains through: they are used to evade them.",
        [FindingName.Ipv6ExtHeaderDuplicated] =
            "Check whether the firewall saw the same upper-layer protocol as we did: repeated headers are used to evade filters.",
        [FindingName.Ipv6RoutingHeaderDeprecated] =
            "Drop routing header type 0 at the border and look at the addresses listed in it: they are the intended path.",
        [FindingName.Ipv6OptionsCovert] =
            "Compare the option bytes over several packets: text or changing padding is a covert channel.",
        [FindingName.Ipv6FragmentHeaderUseless] =
            "See whether a packet-too-big message below 1280 came before it; if so, that message is the thing to explain.",
        [FindingName.IpFragmentOverlap] =
            "Reassemble both ways and compare what the target saw with what the filter saw: overlap is an evasion technique.",
        [FindingName.IpFragmentInconsistent] =
            "Compare the disagreeing bytes: the attack is in the version the target's operating system keeps.",
        [FindingName.IpFragmentTiny] =
            "See whether the first fragment hides the ports from a filter and whether the rest completes the datagram.",
        [FindingName.IpFragmentOversize] =
            "Check the target's health and patch level (ping of death); ordinary senders cannot produce this.",
        [FindingName.IpFragmentLengthInvalid] =
            "Look at the whole train: teardrop-style fragments come in several, damage in one.",
        [FindingName.IpFragmentWithDf] =
            "Check whether a middlebox on the path fragments in spite of DF; if it is one source only, look at that source.",
        [FindingName.IpFragmentIncomplete] =
            "Check for capture loss first; many trains of one source that never complete are a resource attack.",
        [FindingName.IpAddressIllegal] =
            "Find the port of the source MAC address: the address is spoofed or a host is misconfigured. Check egress filtering.",
        [FindingName.IcmpChecksumBad] =
            "Check for checksum offload at the capture point before anything else.",
        [FindingName.IcmpTypeCodeUnknown] =
            "See whether a scanner is fingerprinting stacks: several odd types from one source within a minute.",
        [FindingName.IcmpTruncated] =
            "Check the snap length; if frames are whole, the error message was crafted or a middlebox cut it.",
        [FindingName.IcmpTunnelSuspected] =
            "Read the payloads of a few echo requests; monitoring tools repeat a pattern, a tunnel does not. Find the sending process.",
        [FindingName.IcmpUnsolicited] =
            "Check whether the path is asymmetric (the request was not captured); a redirect from a non-router is an attack.",
        [FindingName.Icmpv6NdMalformed] =
            "Find the port of the source MAC address; router advertisements from it should be blocked (RA guard).",
        [FindingName.MulticastMembershipMalformed] =
            "Check whether the querier or a snooping switch is at fault; from an end host it is crafted.",
        [FindingName.TcpHeaderLengthInvalid] =
            "Look for other crafted packets of this source; stacks never send this.",
        [FindingName.TcpChecksumBad] =
            "Check for checksum offload at the capture point; a lone bad one within a good stream is an evasion try.",
        [FindingName.TcpFlagsIllegal] =
            "Look for a scan by this source: null, FIN and xmas probes go to many ports.",
        [FindingName.TcpOptionsMalformed] =
            "Look for a scan or a middlebox that rewrites options; compare with another flow of the same host.",
        [FindingName.TcpWindowScaleOutOfRange] =
            "Check what the client is: stacks clamp the shift to 14.",
        [FindingName.TcpUrgentMisuse] =
            "Reassemble with and without the urgent byte and compare: it hides data from inspection.",
        [FindingName.TcpPacketWithoutSession] =
            "Check whether the capture began in the middle or sees only one direction; otherwise look for ACK or FIN scans.",
        [FindingName.TcpDataBeforeEstablished] =
            "See whether the endpoint answered it; data before the handshake is used to slip past inspection.",
        [FindingName.TcpHandshakeSeqAckWrong] =
            "Look for a second sender on the path: an injected SYN/ACK has another time to live than the real one.",
        [FindingName.TcpHandshakeDirectionWrong] =
            "Check for asymmetric routing; a SYN/ACK from the client's side can be a split-handshake evasion.",
        [FindingName.TcpSynFloodWithinSession] =
            "See whether the server answered at all and whether the sequence numbers differ: a flood, or a dead service.",
        [FindingName.TcpSynInsideConnection] =
            "Check for a rebooted host or a fast port reuse; otherwise it is a desynchronisation try.",
        [FindingName.TcpSegmentOutOfWindow] =
            "Compare its time to live with the rest of the flow: another distance means another sender.",
        [FindingName.TcpAckUnseenData] =
            "Check capture loss and asymmetry; with a whole capture it is a forged ACK.",
        [FindingName.TcpOverlapDifferentData] =
            "Compare both versions of the bytes: one of them was meant for the inspector only.",
        [FindingName.TcpRstInjectionSuspected] =
            "Compare time to live and IP ID of the reset with the flow's; ask whether a censoring or inspecting middlebox is on the path.",
        [FindingName.TcpRstWithData] =
            "Read the data: some stacks send a reason text, anything else deserves a look.",
        [FindingName.TcpDataAfterClose] =
            "See whether the peer acknowledged it; a half-open session may be abused.",
        [FindingName.TcpTimestampInvalid] =
            "Compare with the flow's other segments: a timestamp that jumps belongs to another sender.",
        [FindingName.TcpStorm] =
            "Look for a routing loop or duplicated capture first, then for a forged packet that set both sides off.",
        [FindingName.TcpSequenceGap] =
            "Look at the sensor's drop counters; do not investigate the hosts.",
        [FindingName.TcpConnectionFailedOrScan] =
            "Count the targets and ports of this source in the same hour: many mean a scan, one means a dead service.",
        [FindingName.UdpLengthMismatch] =
            "Check the snap length and fragments; otherwise bytes are hidden behind the datagram or the sender is broken.",
        [FindingName.UdpChecksumBad] =
            "Check for checksum offload at the capture point before anything else.",
        [FindingName.DnsMessageMalformed] =
            "Check what really listens on this port; other protocols over port 53 are a common way out.",
        [FindingName.DnsNameEncodingInvalid] =
            "Check the patch level of the resolver that received it: name decompression bugs are exploited this way.",
        [FindingName.DnsNameIllegalCharacters] =
            "Read the name: service discovery uses spaces and dots, binary text is a tunnel or an exploit.",
        [FindingName.DnsHeaderFlagsInvalid] =
            "Check what software sent it: resolvers leave reserved bits zero.",
        [FindingName.DnsSectionCountsImplausible] =
            "Check what really speaks on this port; a scanner or fuzzer sends such counts to many hosts.",
        [FindingName.DnsDirectionMismatch] =
            "Check whether answers came without questions: cache poisoning or reflection against this host.",
        [FindingName.DnsEdnsMalformed] =
            "Check the resolver's version; an outdated middlebox does the same for every client.",
        [FindingName.DnsRdataMalformed] =
            "Check which server answered and whether clients parse this type: exploits for stub resolvers come this way.",
        [FindingName.DnsTunnelSuspected] =
            "Look at the queried domain's age and who else here asks it; find the asking process and count the bytes per hour.",
        [FindingName.DnsOversizeOrFragmented] =
            "See whether this host asked for it: large unasked answers are reflection.",
        [FindingName.HttpRequestLineMalformed] =
            "Read the bytes: another protocol on the port, a scanner, or an exploit try against the server.",
        [FindingName.HttpMethodUnknown] =
            "Check whether the application uses WebDAV or its own verbs; otherwise look at the client's other requests.",
        [FindingName.HttpVersionMismatch] =
            "Compare client and server: a proxy in between, or a hand-written client.",
        [FindingName.HttpContentLengthInvalid] =
            "Compare how proxy and server read the body: disagreement is request smuggling.",
        [FindingName.HttpSmugglingFraming] =
            "Look for a second request in the body and for answers that reached the wrong client; check both servers' patch levels.",
        [FindingName.HttpChunkInvalid] =
            "Check the server's patch level: chunk size overflows are exploited.",
        [FindingName.HttpHeaderSyntaxInvalid] =
            "See whether a proxy and the server would read the header alike; a home-made client repeats it in every request.",
        [FindingName.HttpLineEndingInvalid] =
            "Find the client software: scripts and malware write bare line feeds, browsers do not.",
        [FindingName.HttpUriEncodingAnomaly] =
            "Decode the path twice and read it: traversal and injection hide so.",
        [FindingName.HttpHostHeaderInvalid] =
            "Compare the Host with the server's names and the TLS server name: domain fronting or a scanner.",
        [FindingName.HttpResponseWithoutRequest] =
            "Check for one-way capture; otherwise the server spoke first, which HTTP servers do not.",
        [FindingName.HttpUnexpectedData] =
            "Read the surplus bytes: a smuggled request or another protocol in an HTTP shell.",
        [FindingName.HttpRangeInvalid] =
            "Check the server's patch level: overlapping ranges exhaust it.",
        [FindingName.HttpContentTypeMismatch] =
            "Take the first bytes' type: executables served as images or text are stagers.",
        [FindingName.HttpHeaderSuspicious] =
            "Find the process behind the user agent and who else here uses it.",
        [FindingName.HttpContentEncodingAbuse] =
            "Do not unpack it on your own machine; check the client's memory and the server's reputation.",
        [FindingName.HttpUpgradeViolation] =
            "Read what follows the 101: a tunnel that took the upgrade's place.",
        [FindingName.WebsocketFrameInvalid] =
            "Find the client library; a tunnel over WebSocket often frames wrong.",
        [FindingName.Http2FrameInvalid] =
            "Check the server's patch level (rapid reset, continuation flood) and the rate of this client.",
        [FindingName.TlsRecordInvalid] =
            "Read the first bytes: another protocol on a TLS port, or a fuzzer.",
        [FindingName.TlsHandshakeMalformed] =
            "Find the client by its fingerprint and who else uses it; stacks send well-formed handshakes.",
        [FindingName.TlsCertificateMalformed] =
            "Look at issuer, age and who else connects there: home-made certificates come with implants and with appliances.",
        [FindingName.TlsExtensionAnomaly] =
            "Compare the client fingerprint with those common here; odd extensions are hand-made clients.",
        [FindingName.TlsHeartbeatAbuse] =
            "Treat the server's memory as leaked: check its OpenSSL version, renew keys and sessions.",
        [FindingName.TlsFatalAlert] =
            "See which alert and whether it repeats: an expired certificate, an old client, or a scanner.",
        [FindingName.TlsAlpnSniMismatch] =
            "Find the process and the server's owner: a tunnel that borrows a well-known name.",
        [FindingName.QuicPacketInvalid] =
            "Check for loss and for an unknown QUIC version; otherwise another protocol uses UDP 443.",
        [FindingName.SshBannerInvalid] =
            "Read the banner: another protocol on port 22, or an exploit try.",
        [FindingName.SshPacketInvalid] =
            "Check the server's patch level and whether the client is a known tool.",
        [FindingName.DhcpOptionsMalformed] =
            "Find the port of the client's MAC address; DHCP client bugs are exploited from the local network.",
        [FindingName.SmbMessageMalformed] =
            "Check the server's patch level (EternalBlue and relatives) and what the client did before.",
        [FindingName.SmbDirectionOrOverlap] =
            "Find who opened the session: replies from a client are relay attacks.",
        [FindingName.DcerpcFragmentAnomaly] =
            "Look at the interface called and reassemble: fragmentation hides exploits from inspection.",
        [FindingName.RpcMessageInvalid] =
            "Check what listens there and whether the program number is one you run.",
        [FindingName.FtpMessageMalformed] =
            "Read the line: an exploit try, or another protocol on port 21.",
        [FindingName.LineLengthExceeded] =
            "Read the long line: overflows look like repeated bytes, mail from a careless sender does not.",
        [FindingName.FtpDataChannelViolation] =
            "Check where the data connection went: a third party is a bounce scan.",
        [FindingName.SmtpTransactionInvalid] =
            "Compare with the server's log: smuggled or pipelined commands, or a spam engine.",
        [FindingName.SmtpBdatInvalid] =
            "Check the mail server's patch level; chunk sizes are exploited.",
        [FindingName.MimeStructureMalformed] =
            "Open the message in a sandbox only: attachments hide from filters this way.",
        [FindingName.LineProtocolViolation] =
            "Read the session's first lines; another protocol on the port or a hand-driven client.",
        [FindingName.StarttlsViolation] =
            "See whether commands were sent before TLS began: injected by someone on the path.",
        [FindingName.NtpMalformed] =
            "Check whether the host answers control queries (mode 6, 7) and should.",
        [FindingName.Asn1SnmpMalformed] =
            "Check the agent's patch level and who may query it.",
        [FindingName.SipMessageMalformed] =
            "Look for a SIP scanner: many extensions or hosts from one source.",
        [FindingName.LdapKerberosMalformed] =
            "Check the domain controller's patch level and what else the client asked.",
        [FindingName.MqttMessageInvalid] =
            "Find the device and whether the broker accepted it.",
        [FindingName.IcsMessageMalformed] =
            "Call the plant's operators before touching anything; find who besides the engineering station speaks to this device.",
        [FindingName.DbOrDesktopProtocolInvalid] =
            "Check whether the service should be reachable from this client, and its patch level.",
        [FindingName.AppProtocolPortMismatch] =
            "Ask who runs the service; a learned exception per server is right, an unknown outside server is not.",
        [FindingName.AppProtocolDirectionMismatch] =
            "See which side opened the connection: a shell that calls home speaks as a server.",
        [FindingName.AppProtocolViolationOnPort] =
            "Read the first bytes of both sides and name the protocol; then ask the owner.",
        [FindingName.FlowFullyEncryptedUnknown] =
            "Find the process; unknown tunnels and some messengers look so. Compare bytes out with what the host usually sends.",
        [FindingName.TunnelInnerIpInvalid] =
            "Check the tunnel's endpoints: packets inside that no stack would send were crafted by one of them.",
        [FindingName.GreHeaderInvalid] =
            "Check whether these hosts should have a GRE tunnel.",
        [FindingName.OverlayHeaderInvalid] =
            "Check whether the sender is one of the fabric's own endpoints; from anywhere else it is injection.",
        [FindingName.FlowUnidirectional] =
            "Measure the capture's symmetry first; alone it says that the other half was not seen.",
        [FindingName.FlowPeriodicBeacon] =
            "Find the process and who else here talks to this destination: updaters and monitors have many users, implants few.",
        [FindingName.FlowRateSpike] =
            "Compare with the service's usual hour; then look whether one source or many make it.",
        [FindingName.ProtocolStateExhaustion] =
            "Check the server's memory and limit the client; ordinary clients keep few requests open.",
        [FindingName.PacketTimestampAnomaly] =
            "Check the sensor's clock and how the capture was merged; the hosts are not at fault.",
        [FindingName.HostServiceNew] =
            "Ask the host's owner whether the service was set up on purpose; a workstation that begins to serve is a foothold or a leak.",
        [FindingName.AppProtocolPortNew] =
            "Find the program on the client; protocols move to other ports to get past a firewall.",
        [FindingName.FlowBeaconNewDestination] =
            "Find the process on the host and when it was installed; new software and implants look alike here.",
    }.ToFrozenDictionary();

    /// <summary>One or two sentences; every finding has them.</summary>
    public static string For(FindingName name) => Sentences[name];
}
