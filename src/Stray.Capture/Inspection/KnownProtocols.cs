using Stray.Capture.Inspection.DceRpc;
using Stray.Capture.Inspection.Dhcp;
using Stray.Capture.Inspection.Dnp3;
using Stray.Capture.Inspection.Dns;
using Stray.Capture.Inspection.Enip;
using Stray.Capture.Inspection.Ftp;
using Stray.Capture.Inspection.Http;
using Stray.Capture.Inspection.Http2;
using Stray.Capture.Inspection.Ident;
using Stray.Capture.Inspection.Iec104;
using Stray.Capture.Inspection.Imap;
using Stray.Capture.Inspection.Irc;
using Stray.Capture.Inspection.Kerberos;
using Stray.Capture.Inspection.Ldap;
using Stray.Capture.Inspection.Modbus;
using Stray.Capture.Inspection.Mqtt;
using Stray.Capture.Inspection.Ntp;
using Stray.Capture.Inspection.OncRpc;
using Stray.Capture.Inspection.Pop3;
using Stray.Capture.Inspection.Postgres;
using Stray.Capture.Inspection.Proxies;
using Stray.Capture.Inspection.Rdp;
using Stray.Capture.Inspection.Recognition;
using Stray.Capture.Inspection.Rfb;
using Stray.Capture.Inspection.Rlogin;
using Stray.Capture.Inspection.S7;
using Stray.Capture.Inspection.Sip;
using Stray.Capture.Inspection.Smb;
using Stray.Capture.Inspection.Smtp;
using Stray.Capture.Inspection.Snmp;
using Stray.Capture.Inspection.Ssh;
using Stray.Capture.Inspection.Telnet;
using static Stray.Capture.Inspection.ProtocolTraits;

namespace Stray.Capture.Inspection;

/// <summary>
/// The registry's lines. To add a protocol: 1 a line here, 2 a probe in Recognition that says Yes only when sure,
/// 3 if its rules are to be checked, an inspector in a folder of its own, 4 a line in the recognition test.
/// </summary>
internal static class KnownProtocols
{
    private const ProtocolTraits Both = Tcp | Udp;

    /// <summary>In the order they are asked: what begins with a magic number first, what merely fits last.</summary>
    public static IEnumerable<RegisteredProtocol> All() =>
    [
        new("tls", Tcp | Strict | ClientFirst, SecureProbes.Tls,
            [443, 465, 563, 636, 853, 989, 990, 992, 993, 994, 995, 2376, 3269, 5061, 5223, 5228, 5349, 5671, 5986, 6514, 6697, 8443, 8883, 9093, 9443])
        {
            Inspector = static buffers => new Tls.TlsInspector(buffers),
        },
        new("http", Tcp | Strict | ClientFirst, WebProbes.Http,
            [80, 8080, 591, 631, 3128, 5357, 5985, 7547, 8000, 8008, 8081, 8088, 8888, 9080, 9200, 2869])
        {
            Inspector = static _ => new ConnectInspector(new HttpInspector()),
        },
        new("ssh", Tcp | Strict, SecureProbes.Ssh, [22, 2222])
        {
            Inspector = static buffers => new SshInspector(buffers),
        },
        new("dns", Both | ClientFirst | InspectUnrecognised, NetworkProbes.Dns, [53]) { Inspector = static _ => new DnsInspector() },
        new("mdns", Udp | OwnPortOnly | InspectUnrecognised, NetworkProbes.Dns, [5353]) { Inspector = static _ => new DnsInspector() },
        new("llmnr", Both | OwnPortOnly | InspectUnrecognised, NetworkProbes.Dns, [5355]) { Inspector = static _ => new DnsInspector() },
        new("nbns", Udp | OwnPortOnly, NetworkProbes.Nbns, [137]) { Inspector = static _ => new DnsInspector() },
        new("quic", Udp, SecureProbes.Quic, [443, 80, 853, 8443])
        {
            Inspector = static _ => new Quic.QuicInspector(),
        },
        new("dtls", Udp | Shares, SecureProbes.Dtls, [])
        {
            Inspector = static buffers => new Dtls.DtlsInspector(buffers),
        },
        new("stun", Both | Shares, MediaProbes.Stun, []),
        new("http2", Tcp | ClientFirst, WebProbes.Http2, [80, 8080, 50051]) { Inspector = static _ => new Http2Inspector() },
        new("smb2", Tcp, WindowsProbes.Smb2, [445, 139]) { Inspector = static _ => new SmbInspector("smb2") },
        new("smb1", Tcp, WindowsProbes.Smb1, [445, 139]) { Inspector = static _ => new SmbInspector("smb1") },
        new("sip", Both, WebProbes.Sip, [5060]) { Inspector = static _ => new SipInspector() },
        new("rtsp", Tcp, WebProbes.Rtsp, [554, 8554]),
        new("ssdp", Udp, WebProbes.Ssdp, [1900]),
        new("imap", Tcp | Strict, MailProbes.Imap, [143]) { Inspector = static _ => new ImapInspector() },
        new("smtp", Tcp | Strict, MailProbes.Smtp, [25, 587, 2525])
        {
            Inspector = static _ => new SmtpInspector(),
        },
        new("ftp", Tcp | Strict, MailProbes.Ftp, [21, 2121])
        {
            Inspector = static _ => new FtpInspector(),
        },
        new("pop3", Tcp | Strict, MailProbes.Pop3, [110]) { Inspector = static _ => new Pop3Inspector() },
        new("nntp", Tcp, MailProbes.Nntp, [119]),
        new("irc", Tcp, MailProbes.Irc, [6667, 194, 6665, 6666, 6668, 6669, 7000]) { Inspector = static _ => new IrcInspector() },
        new("xmpp", Tcp, MailProbes.Xmpp, [5222, 5269]),
        new("git", Tcp, MailProbes.Git, [9418]),
        new("rsync", Tcp, MailProbes.Rsync, [873]),
        new("telnet", Tcp, MailProbes.Telnet, [23, 2323]) { Inspector = static _ => new TelnetInspector() },
        new("rlogin", Tcp | OwnPortOnly | InspectUnrecognised, MailProbes.Rlogin, [513]) { Inspector = static _ => new RloginInspector() },
        new("ident", Tcp | OwnPortOnly | InspectUnrecognised, MailProbes.Ident, [113]) { Inspector = static _ => new IdentInspector() },
        new("syslog", Both, MailProbes.Syslog, [514, 601]),
        new("ldap", Both, WindowsProbes.Ldap, [389, 3268]) { Inspector = static _ => new LdapInspector() },
        new("kerberos", Both, WindowsProbes.Kerberos, [88, 464, 750]) { Inspector = static _ => new KerberosInspector() },
        new("dcerpc", Tcp, WindowsProbes.DceRpc, []) { Inspector = static _ => new DceRpcInspector() },
        new("rdp", Tcp, WindowsProbes.Rdp, [3389]) { Inspector = static _ => new RdpInspector() },
        new("vnc", Tcp, MediaProbes.Vnc, [5900, 5901, 5902, 5903, 5800]) { Inspector = static _ => new RfbInspector() },
        new("x11", Tcp, MediaProbes.X11, [6000, 6001, 6010]),
        new("mysql", Tcp, StoreProbes.Mysql, [3306]),
        new("postgres", Tcp, StoreProbes.Postgres, [5432]) { Inspector = static _ => new PostgresInspector() },
        new("tds", Tcp, StoreProbes.Tds, [1433]),
        new("oracle", Tcp, StoreProbes.Oracle, [1521]),
        new("mongodb", Tcp, StoreProbes.Mongo, [27017]),
        new("redis", Tcp, StoreProbes.Redis, [6379]),
        new("memcached", Both, StoreProbes.Memcached, [11211]),
        new("kafka", Tcp, StoreProbes.Kafka, [9092]),
        new("amqp", Tcp, StoreProbes.Amqp, [5672]),
        new("mqtt", Tcp, StoreProbes.Mqtt, [1883]) { Inspector = static _ => new MqttInspector() },
        new("nats", Tcp, StoreProbes.Nats, [4222]),
        new("bittorrent", Both, MediaProbes.BitTorrent, []),
        new("bgp", Tcp, NetworkProbes.Bgp, [179]),
        new("dnp3", Both, IndustrialProbes.Dnp3, [20000]) { Inspector = static _ => new Dnp3Inspector() },
        new("iec104", Tcp, IndustrialProbes.Iec104, [2404]) { Inspector = static _ => new Iec104Inspector() },
        new("s7comm", Tcp, IndustrialProbes.S7, [102]) { Inspector = static _ => new S7Inspector() },
        new("enip", Both, IndustrialProbes.Enip, [44818, 2222]) { Inspector = static _ => new EnipInspector() },
        new("bacnet", Udp, IndustrialProbes.Bacnet, [47808]),
        new("opcua", Tcp, IndustrialProbes.OpcUa, [4840]),
        new("modbus", Tcp, IndustrialProbes.Modbus, [502]) { Inspector = static _ => new ModbusInspector() },
        new("socks", Tcp, TunnelProbes.Socks, [1080])
        {
            Inspector = static _ => new SocksInspector(),
        },
        new("isakmp", Udp, TunnelProbes.Isakmp, [500, 4500]),
        new("openvpn", Both, TunnelProbes.OpenVpn, [1194]),
        new("wireguard", Udp, TunnelProbes.WireGuard, [51820]),
        new("dhcp", Udp, NetworkProbes.Dhcp, [67, 68]) { Inspector = static _ => new DhcpInspector() },
        new("dhcpv6", Udp, NetworkProbes.Dhcpv6, [546, 547]),
        new("snmp", Udp, NetworkProbes.Snmp, [161, 162]) { Inspector = static _ => new SnmpInspector() },
        new("tftp", Udp, NetworkProbes.Tftp, [69]),
        new("nfs", Both | OwnPortOnly | InspectUnrecognised, NetworkProbes.OncRpc, [2049]) { Inspector = static _ => new OncRpcInspector("nfs") },
        new("portmap", Both | OwnPortOnly | InspectUnrecognised, NetworkProbes.OncRpc, [111]) { Inspector = static _ => new OncRpcInspector("portmap") },
        new("onc_rpc", Both, NetworkProbes.OncRpc, []) { Inspector = static _ => new OncRpcInspector("onc_rpc") },
        new("rtcp", Udp, MediaProbes.Rtcp, []),
        new("rtp", Udp, MediaProbes.Rtp, []),
        new("ntp", Udp, NetworkProbes.Ntp, [123]) { Inspector = static _ => new NtpInspector() },
        new("radius", Udp, NetworkProbes.Radius, [1812, 1813, 1645, 1646, 3799]),
        new("nbdgm", Udp, NetworkProbes.NetbiosDatagram, [138]),
        new("netflow", Udp, NetworkProbes.Netflow, [2055, 4739, 9995, 9996]),
        new("l2tp", Udp, NetworkProbes.L2tp, [1701]),
    ];
}
