using System.Globalization;
using System.Text;
using Stray.Contracts.Findings;

namespace Stray.Contracts.Pages;

/// <summary>docs/findings.md, rendered from the catalogue so that it cannot fall behind the code.</summary>
public static class FindingsPage
{
    public static string Render()
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            # Findings

            Generated from `FindingCatalogue` and `FindingAdvice` by the tests with `STRAY_WRITE_DOCS=1`; do not edit.

            {FindingCatalogue.All.Count} findings. Each one names the clause it is measured against and carries the frame, byte offset
            and length of the very bytes that break it; repeats in one flow are folded into a count.

            - **A** breaks a standard in a way no ordinary implementation does: alerts alone.
            - **C** needs context (a baseline, repetition, another source) before it alerts.
            - **Q** says something about the capture (offload, snap length, loss, midstream): never alerts.


            """);
        foreach (var group in Enum.GetValues<FindingGroup>())
        {
            Append(page, group);
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder page, FindingGroup group)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {(int)group}. {Title(group)}\n\n");
        page.Append("| finding | tier | what | standard | what to check next |\n|---|---|---|---|---|\n");
        foreach (var finding in FindingCatalogue.All.Where(f => f.Group == group))
        {
            page.Append(CultureInfo.InvariantCulture,
                $"| `{finding.Id}` | {finding.Tier} | {MarkdownCell.Of(finding.What)} | {MarkdownCell.Of(finding.Standard)} ");
            page.Append(CultureInfo.InvariantCulture, $"| {MarkdownCell.Of(FindingAdvice.For(finding.Name))} |\n");
        }

        page.Append('\n');
    }

    private static string Title(FindingGroup group) => group switch
    {
        FindingGroup.Link => "Link, ARP, encapsulation",
        FindingGroup.Ip => "IPv4, IPv6, fragments",
        FindingGroup.Icmp => "ICMP, IGMP, neighbour discovery",
        FindingGroup.TcpHeader => "TCP header",
        FindingGroup.TcpState => "TCP handshake, state, sequence",
        FindingGroup.Udp => "UDP",
        FindingGroup.Dns => "DNS, mDNS, LLMNR",
        FindingGroup.Http => "HTTP/1, HTTP/2, WebSocket",
        FindingGroup.Tls => "TLS, DTLS, QUIC, SSH",
        FindingGroup.Services => "DHCP, SMB, RPC, FTP, mail, line protocols",
        FindingGroup.Industrial => "NTP, SNMP, SIP, LDAP, Kerberos, MQTT, industrial",
        FindingGroup.PortProtocol => "Port and protocol mismatch",
        FindingGroup.Tunnels => "Tunnels",
        FindingGroup.FlowShape => "Flow shape, timing, resource abuse",
        FindingGroup.Habits => "Habits of this network, which only a baseline knows",
        _ => group.ToString(),
    };
}
