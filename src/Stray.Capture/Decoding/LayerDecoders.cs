using Stray.Capture.Decoding.Icmp;
using Stray.Capture.Decoding.Ip;
using Stray.Capture.Decoding.Link;
using Stray.Capture.Decoding.Transport;
using Stray.Capture.Decoding.Tunnels;

namespace Stray.Capture.Decoding;

/// <summary>All decoders of one worker, wired once, and the one switch that hands the packet to the next of them.</summary>
internal sealed class LayerDecoders
{
    private readonly EthernetDecoder _ethernet;
    private readonly LogicalLinkDecoder _logicalLink;
    private readonly TagDecoder _tags;
    private readonly MplsDecoder _mpls;
    private readonly PppoeDecoder _pppoe;
    private readonly PppDecoder _ppp;
    private readonly ArpDecoder _arp;
    private readonly IpDecoder _ip;
    private readonly Ipv4Decoder _ipv4;
    private readonly Ipv6Decoder _ipv6;
    private readonly IcmpDecoder _icmp;
    private readonly Icmpv6Decoder _icmpv6;
    private readonly IgmpDecoder _igmp;
    private readonly TcpDecoder _tcp;
    private readonly UdpDecoder _udp;
    private readonly SctpDecoder _sctp;
    private readonly IpInIpDecoder _ipInIp;
    private readonly GreDecoder _gre;
    private readonly ErspanDecoder _erspan;
    private readonly VxlanDecoder _vxlan;
    private readonly GeneveDecoder _geneve;
    private readonly TeredoDecoder _teredo;
    private readonly GtpDecoder _gtp;

    // To add a protocol: 1 a name in Layer, 2 who leads to it (EtherTypes, IpProtocols, UdpDecoder), 3 its decoder here, 4
    // a line in Decode.
    public LayerDecoders(DecodingReport report, DecoderLimits limits, FrameClock clock)
    {
        Link = new LinkDecoder(report);
        _ethernet = new EthernetDecoder(report);
        _logicalLink = new LogicalLinkDecoder(report);
        _tags = new TagDecoder(report);
        _mpls = new MplsDecoder(report);
        _pppoe = new PppoeDecoder(report);
        _ppp = new PppDecoder(report);
        _arp = new ArpDecoder(report, new ArpMemory(limits.ArpBindings, clock));

        Fragments = new Reassembler(report, limits);
        _ip = new IpDecoder(report);
        _ipv4 = new Ipv4Decoder(report, _ip, new Ipv4Options(report), Fragments);
        _ipv6 = new Ipv6Decoder(report, new Ipv6ExtensionDecoder(report, _ip, Fragments));

        var checksum = new TransportChecksum(report);
        var embedded = new EmbeddedReader(report);
        var echo = new EchoInspection(report);
        _icmp = new IcmpDecoder(report, embedded, echo);
        _icmpv6 = new Icmpv6Decoder(report, checksum, embedded, echo);
        _igmp = new IgmpDecoder(report);
        _tcp = new TcpDecoder(report, checksum, new TcpOptions(report));
        _udp = new UdpDecoder(report, checksum);
        _sctp = new SctpDecoder(report);

        var gate = new TunnelGate(report, limits);
        var overlay = new OverlayReport(report);
        _ipInIp = new IpInIpDecoder(gate);
        _gre = new GreDecoder(report, gate);
        _erspan = new ErspanDecoder(report);
        _vxlan = new VxlanDecoder(overlay, gate);
        _geneve = new GeneveDecoder(overlay, gate);
        _teredo = new TeredoDecoder(overlay, gate);
        _gtp = new GtpDecoder(overlay, gate);
    }

    public LinkDecoder Link { get; }

    public Reassembler Fragments { get; }

    public Layer Decode(Layer layer, ref Packet packet, ref Cursor cursor) => layer switch
    {
        Layer.Ethernet => _ethernet.Decode(ref packet, ref cursor),
        Layer.Ipv4 => _ipv4.Decode(ref packet, ref cursor),
        Layer.Tcp => _tcp.Decode(ref packet, ref cursor),
        Layer.Udp => _udp.Decode(ref packet, ref cursor),
        Layer.Ipv6 => _ipv6.Decode(ref packet, ref cursor),
        Layer.Ip => _ip.ByVersion(packet, cursor),
        Layer.Arp => _arp.Decode(ref packet, ref cursor),
        Layer.Icmp => _icmp.Decode(ref packet, ref cursor),
        Layer.Icmpv6 => _icmpv6.Decode(ref packet, ref cursor),
        Layer.Igmp => _igmp.Decode(ref packet, ref cursor),
        Layer.Sctp => _sctp.Decode(ref packet, ref cursor),
        Layer.LogicalLink => _logicalLink.Decode(ref packet, ref cursor),
        Layer.Vlan => _tags.Vlan(ref packet, ref cursor),
        Layer.VnTag => _tags.VnTag(ref packet, ref cursor),
        Layer.ETag => _tags.ETag(ref packet, ref cursor),
        Layer.ProviderBackbone => _tags.ProviderBackbone(ref packet, ref cursor),
        Layer.MacSec => _tags.MacSec(ref packet, ref cursor),
        Layer.UnknownEtherType => _tags.Unknown(ref packet, ref cursor),
        Layer.Mpls => _mpls.Decode(ref packet, ref cursor),
        Layer.PppoeSession => _pppoe.Session(ref packet, ref cursor),
        Layer.PppoeDiscovery => _pppoe.Discovery(ref packet, ref cursor),
        Layer.Ppp => _ppp.Decode(ref packet, ref cursor),
        Layer.PppProtocol => _ppp.Protocol(ref packet, ref cursor),
        Layer.IpInIp => _ipInIp.Four(packet, ref cursor),
        Layer.SixInIp => _ipInIp.Six(packet, ref cursor),
        Layer.Gre => _gre.Decode(ref packet, ref cursor),
        Layer.Erspan1 => Layer.Ethernet,
        Layer.Erspan2 => _erspan.Two(packet, ref cursor),
        Layer.Erspan3 => _erspan.Three(packet, ref cursor),
        Layer.Vxlan => _vxlan.Decode(packet, ref cursor),
        Layer.Geneve => _geneve.Decode(packet, ref cursor),
        Layer.Teredo => _teredo.Decode(packet, ref cursor),
        Layer.GtpU => _gtp.Decode(packet, ref cursor),
        _ => Layer.Done,
    };
}
