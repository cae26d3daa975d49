using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>One workstation tries port 445 on the whole network, then every well-known port of a server.</summary>
internal sealed class PortScan(Scene scene, Host host) : Plant(scene, "port_scan", PlantedKind.Stray)
{
    private static readonly ushort[] OpenPorts = [22];

    public override Planted Begin()
    {
        var sweep = At(0.2);
        var target = Scene.Office.ShellServers[2];
        for (var number = 1; number < 255; number++)
        {
            var address = OfficeNetwork.Subnet + (uint)number;
            Scene.Timeline.At(sweep + (number * 60 * Nanos.Millisecond), time => Sweep(address, time));
        }

        var climb = sweep + (40 * Nanos.Second);
        for (ushort port = 1; port <= 600; port++)
        {
            var tried = port;
            Scene.Timeline.At(climb + (port * 35 * Nanos.Millisecond), time => Try(target, tried, time));
        }

        var touched = Scene.Office.Local.Where(h => h != host);
        return Answer("sweep of port 445 and 600 ports of one server", (sweep, climb + (30 * Nanos.Second)), [host], touched) with
        {
            Findings = [FindingName.TcpConnectionFailedOrScan, FindingName.FlowRateSpike],
            ScoreProves = true,
        };
    }

    private void Sweep(uint address, long time)
    {
        if (Scene.Office.Local.FirstOrDefault(h => h.Address == address) is not { } target)
        {
            Scene.Arp.AskInVain(host, address, time);
            return;
        }

        if (target == Scene.Office.FileServer)
        {
            OpenAndDrop(Scene.Connect(host, target, 445, time));
        }
        else if (target != host)
        {
            Scene.Connect(host, target, 445, time).Refuse();
        }
    }

    private void Try(Host target, ushort port, long time)
    {
        var tcp = Scene.Connect(host, target, port, time);
        if (OpenPorts.Contains(port))
        {
            OpenAndDrop(tcp);
        }
        else
        {
            tcp.Refuse();
        }
    }

    private static void OpenAndDrop(TcpConversation tcp)
    {
        tcp.Open();
        tcp.Reset(Side.Client);
    }
}
