namespace Stray.Exercises.Office;

/// <summary>Everybody on the office's own network, 10.20.1.0/24, and the world beyond its gateway. Equal for equal seeds.</summary>
internal sealed class OfficeNetwork
{
    public const string Domain = "corp.example";

    public const uint Subnet = 0x0A14_0100, Mask = 0xFFFF_FF00;

    private readonly Dice _dice;

    public OfficeNetwork(Dice dice, int workstations)
    {
        _dice = dice;
        Gateway = Server("gateway", HostRole.Gateway, 1, StackProfile.Linux());
        DomainController = Server("dc1", HostRole.DomainController, 10, StackProfile.Windows());
        FileServer = Server("files", HostRole.FileServer, 11, StackProfile.Windows());
        MailServer = Server("mail", HostRole.MailServer, 12, StackProfile.Linux());
        Intranet = Server("intranet", HostRole.Intranet, 13, StackProfile.Linux());
        TimeServer = Server("ntp", HostRole.TimeServer, 14, StackProfile.Linux());
        BackupServer = Server("backup", HostRole.BackupServer, 15, StackProfile.Linux());
        Monitor = Server("monitor", HostRole.Monitor, 16, StackProfile.Linux());
        ShellServers = [.. Enumerable.Range(0, 3).Select(i => Server($"dev{i + 1}", HostRole.ShellServer, 20 + i, StackProfile.Linux()))];
        Printers = [.. Enumerable.Range(0, 2).Select(i => Server($"printer{i + 1}", HostRole.Printer, 30 + i, StackProfile.Embedded()))];
        Servers = [DomainController, FileServer, MailServer, Intranet, TimeServer, BackupServer, Monitor, .. ShellServers, .. Printers];
        People = [.. Enumerable.Range(0, workstations).Select(i => Employ(i, workstations))];
        Web = new Web(dice.Fork("web"), Gateway.Mac);
        MailTls = new TlsServer(true, 0x1302, []) { EncryptedFlight = 2480 };
        Mdns = Group("mdns", 0xE000_00FB, 255);
        Llmnr = Group("llmnr", 0xE000_00FC, 1);
        Broadcast = new Host("broadcast", HostRole.Group, 0xFFFF_FFFF, 0xFFFF_FFFF_FFFF, StackProfile.Linux());
    }

    public Host Gateway { get; }

    /// <summary>Also the office's resolver and DHCP server.</summary>
    public Host DomainController { get; }

    public Host FileServer { get; }

    public Host MailServer { get; }

    public TlsServer MailTls { get; }

    public Host Intranet { get; }

    public Host TimeServer { get; }

    public Host BackupServer { get; }

    public Host Monitor { get; }

    public IReadOnlyList<Host> ShellServers { get; }

    public IReadOnlyList<Host> Printers { get; }

    /// <summary>Every server and printer but the gateway.</summary>
    public IReadOnlyList<Host> Servers { get; }

    public IReadOnlyList<Person> People { get; }

    public Web Web { get; }

    public Host Mdns { get; }

    public Host Llmnr { get; }

    public Host Broadcast { get; }

    public IEnumerable<Host> Local => Servers.Prepend(Gateway).Concat(People.Select(p => p.Host));

    /// <summary>A machine on the office's network that was not there before.</summary>
    public Host NewWorkstation(string name, int number) =>
        new(name, HostRole.Workstation, Subnet + (uint)number, Mac(number), StackProfile.Windows());

    private Host Server(string name, HostRole role, int number, StackProfile stack) =>
        new(name, role, Subnet + (uint)number, Mac(number), stack);

    private Person Employ(int index, int workstations)
    {
        var developer = index % 6 == 5;
        var stack = developer && _dice.Chance(0.6) ? StackProfile.Linux() : StackProfile.Windows();
        var number = 100 + index;
        var host = new Host($"ws{index + 1:00}", HostRole.Workstation, Subnet + (uint)number, Mac(number), stack)
        {
            RoundTrip = _dice.Between(150, 420) * Nanos.Microsecond,
        };
        return new Person(host, _dice.Fork(host.Name), index)
        {
            IsAdmin = index == workstations - 1,
            IsDeveloper = developer,
        };
    }

    private ulong Mac(int number) => 0x0050_56A0_0000UL | (uint)(number << 8) | (uint)_dice.Below(256);

    /// <param name="timeToLive">What is sent there carries it: 255 for mDNS (RFC 6762 s11), 1 for LLMNR (RFC 4795 s2.5).</param>
    private static Host Group(string name, uint address, byte timeToLive) =>
        new(name, HostRole.Group, address, 0x0100_5E00_0000UL | (address & 0x7F_FFFF), StackProfile.Linux() with { TimeToLive = timeToLive });
}
