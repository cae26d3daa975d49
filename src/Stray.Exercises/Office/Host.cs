using Stray.Exercises.Packets;

namespace Stray.Exercises.Office;

/// <summary>One machine: its addresses and what its stack remembers between packets.</summary>
internal sealed class Host(string name, HostRole role, uint address, ulong mac, StackProfile stack)
{
    private int _port;
    private ushort _ipId;
    private uint _clock;

    public string Name => name;

    public HostRole Role => role;

    /// <summary>IPv4, host order.</summary>
    public uint Address => address;

    /// <summary>As seen at the switch: the gateway's for a host outside.</summary>
    public ulong Mac => mac;

    public string MacText => new Contracts.Flows.Address(0, mac).ToMacString();

    public StackProfile Stack => stack;

    /// <summary>Time from the switch to this host and back, ns.</summary>
    public long RoundTrip { get; init; } = 180 * Nanos.Microsecond;

    /// <summary>Routers between this host and the switch.</summary>
    public byte Hops { get; init; }

    /// <summary>Time between two full segments on its slowest link, ns.</summary>
    public long SegmentSpacing { get; init; } = 13 * Nanos.Microsecond;

    /// <summary>Share of its segments that get lost beyond the switch and are sent again.</summary>
    public double Loss { get; set; }

    /// <summary>Everything this host decides by chance while the stretch is played.</summary>
    public Dice Dice { get; private set; } = new(address);

    /// <summary>Addresses it holds in its ARP table, with the time until which.</summary>
    public Dictionary<uint, long> ArpTable { get; } = [];

    /// <summary>Names it has in its resolver cache, with the time until which.</summary>
    public Dictionary<string, long> NameCache { get; } = [];

    public bool IsOutside => role == HostRole.Outside;

    public void Wake(Dice dice)
    {
        Dice = dice;
        _port = dice.Between(stack.FirstPort, stack.LastPort);
        _ipId = (ushort)dice.Next();
        _clock = (uint)dice.Next() >> 1;
    }

    public ushort NextPort()
    {
        _port = _port >= stack.LastPort ? stack.FirstPort : _port + Dice.Between(1, 3);
        return (ushort)_port;
    }

    /// <summary>The host's TCP timestamp clock: milliseconds from an own origin (RFC 7323 s5.4).</summary>
    public uint TimestampAt(long time) => _clock + (uint)(time / Nanos.Millisecond);

    public Ipv4Fields To(Host peer, byte protocol) => new(mac, peer.Mac, address, peer.Address, protocol)
    {
        TimeToLive = peer.Role == HostRole.Group ? peer.Stack.TimeToLive : (byte)(stack.TimeToLive - Hops),
        Id = _ipId++,
        Fragment = peer.Role == HostRole.Group ? (ushort)0 : Ipv4Fields.DontFragment,
    };

    /// <summary>How long after a packet passed the switch this host's reaction passes it.</summary>
    public long React() => RoundTrip + (long)(RoundTrip * 0.2 * Dice.Unit()) + Dice.Between(20, 90) * Nanos.Microsecond;

    public override string ToString() => Contracts.Flows.Address.FromV4(address).ToString();
}
