using Stray.Exercises.Captures;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;
using Stray.Exercises.Packets;
using Stray.Exercises.Payloads;

namespace Stray.Exercises;

/// <summary>Everything a habit or a stray needs to play its part in one stretch.</summary>
internal sealed class Scene
{
    public Scene(Timeline timeline, OfficeNetwork office, Dice dice)
    {
        Timeline = timeline;
        Office = office;
        Dice = dice;
        Wire = new Wire(timeline);
        Arp = new ArpExchange(Wire, office);
        Names = new NameLookup(this);
    }

    public Timeline Timeline { get; }

    public OfficeNetwork Office { get; }

    public Dice Dice { get; }

    public Wire Wire { get; }

    public ArpExchange Arp { get; }

    public NameLookup Names { get; }

    /// <summary>Messages are written here one at a time.</summary>
    public ByteWriter Writer { get; } = new();

    /// <summary>A connection about to be opened, once the ends have found each other by ARP.</summary>
    public TcpConversation Connect(Host client, Host server, ushort port, long time) =>
        new(Wire, client, server, port, Arp.Reach(client, server, time));

    /// <summary>An HTTPS connection to a site whose address is known, handshake done.</summary>
    public TlsSession OpenTls(Host client, Site site, TlsClient program, long time)
    {
        var tcp = Connect(client, client.Dice.Pick(site.Hosts), 443, time);
        tcp.Open();
        var session = new TlsSession(tcp, site.Tls, Writer);
        session.Handshake(program, site.Name);
        return session;
    }

    public void Datagram(Host from, Host to, UdpFields ports, long time, ReadOnlySpan<byte> payload) =>
        Wire.Emit(time, ports.Write(Wire.Scratch, from.To(to, 17), payload));
}
