using Stray.Exercises.Office;
using Stray.Exercises.Packets;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Habits;

/// <summary>
/// Multicast name resolution: somebody looks for printers (mDNS, RFC 6762) or asks for a name DNS does not know (LLMNR, RFC 4795).
/// </summary>
internal sealed class NameChatter(Scene scene, Host host) : Habit(scene)
{
    private const string Service = "_ipp._tcp.local";
    private readonly DnsMessage _message = new(scene.Writer);

    protected override long Play(long time)
    {
        if (host.Dice.Chance(0.6))
        {
            LookForPrinters(time);
        }
        else
        {
            AskNeighbours(time);
        }

        return time + Nanos.Seconds(240 + host.Dice.Exponential(600));
    }

    private void LookForPrinters(long time)
    {
        var group = Scene.Office.Mdns;
        var ports = new UdpFields(5353, 5353);
        Scene.Datagram(host, group, ports, time, _message.Query(0, Service, DnsType.Ptr).Multicast().Written);
        foreach (var printer in Scene.Office.Printers)
        {
            time += host.Dice.Between(20, 120) * Nanos.Millisecond;
            Scene.Datagram(printer, group, ports, time, _message.Announcement(Service, $"{printer.Name}.{Service}", 4500).Written);
        }
    }

    private void AskNeighbours(long time)
    {
        var port = host.NextPort();
        var name = host.Dice.Pick(["wpad", "fileserv", "isatap", "prnt-old"]);
        var id = (ushort)host.Dice.Next();
        for (var i = 0; i < 2; i++)
        {
            var query = _message.Query(id, name, DnsType.A).Multicast();
            Scene.Datagram(host, Scene.Office.Llmnr, new UdpFields(port, 5355), time + (i * 410 * Nanos.Millisecond), query.Written);
        }
    }
}
