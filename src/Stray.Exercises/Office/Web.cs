using Stray.Exercises.Payloads;

namespace Stray.Exercises.Office;

/// <summary>
/// The outside world: sites people read, third parties those sites pull in, update mirrors, other people's mail servers.
/// All addresses are from the documentation ranges (RFC 5737).
/// </summary>
internal sealed class Web
{
    private const uint FirstRange = 0xC633_6400, SecondRange = 0xCB00_7100; // 198.51.100.0, 203.0.113.0
    private readonly Dice _dice;
    private readonly ulong _gatewayMac;
    private readonly SiteNames _names;
    private readonly Certificates _certificates;
    private int _used = 4;

    public Web(Dice dice, ulong gatewayMac)
    {
        _dice = dice;
        _gatewayMac = gatewayMac;
        _names = new SiteNames(dice);
        _certificates = new Certificates(dice.Fork("certificates"));
        Sites = [.. Enumerable.Range(0, 180).Select(_ => NewSite("www."))];
        ThirdParties = [.. Enumerable.Range(0, 24).Select(i => NewSite(i % 2 == 0 ? "cdn." : "metrics."))];
        UpdateMirror = NewSite("download.");
        Telemetry = NewSite("agent.");
        Chat = NewSite("chat.");
        Status = NewSite("ocsp.");
        GitHost = NewSite("git.");
        MailPeers = [.. Enumerable.Range(0, 14).Select(_ => NewSite("mx."))];
        Resolvers = [NewHost("resolver-a", Linux), NewHost("resolver-b", Linux)];
        TimeSource = NewHost("time", Linux);
    }

    /// <summary>Every host made so far.</summary>
    public List<Host> Hosts { get; } = [];

    public IReadOnlyList<Site> Sites { get; }

    public IReadOnlyList<Site> ThirdParties { get; }

    public Site UpdateMirror { get; }

    /// <summary>Where the management agent of every workstation reports.</summary>
    public Site Telemetry { get; }

    public Site Chat { get; }

    /// <summary>Certificate status by plain HTTP.</summary>
    public Site Status { get; }

    public Site GitHost { get; }

    public IReadOnlyList<Site> MailPeers { get; }

    public IReadOnlyList<Host> Resolvers { get; }

    public Host TimeSource { get; }

    private static StackProfile Linux { get; } = StackProfile.Linux();

    /// <summary>One more host outside, e.g. for a stray nobody has met before.</summary>
    public Host NewHost(string name, StackProfile stack)
    {
        var index = _used++;
        var address = index < 250 ? FirstRange + (uint)index : SecondRange + (uint)(index - 248);
        var host = new Host(name, HostRole.Outside, address, _gatewayMac, stack)
        {
            RoundTrip = _dice.Between(4, 70) * Nanos.Millisecond,
            Hops = (byte)_dice.Between(7, 17),
            SegmentSpacing = _dice.Between(30, 130) * Nanos.Microsecond,
        };
        Hosts.Add(host);
        return host;
    }

    public Site NewSite(string prefix)
    {
        var domain = _names.Next();
        var name = prefix + domain;
        Host[] hosts = [.. Enumerable.Range(0, _dice.Chance(0.3) ? 2 : 1).Select(i => NewHost($"{name}#{i}", Linux))];
        var modern = _dice.Chance(0.8);
        var cipher = modern ? (ushort)(_dice.Chance(0.7) ? 0x1301 : 0x1302) : (ushort)(_dice.Chance(0.6) ? 0xC02F : 0xC030);
        var tls = new TlsServer(modern, cipher, _certificates.For(name)) { EncryptedFlight = _dice.Between(2100, 4300) };
        return new Site(name, hosts, tls, (int)Math.Min(9000, _dice.LogNormal(2000, 0.7)))
        {
            TimeToLive = _dice.Pick([60, 120, 300, 300, 600, 1800]),
            Alias = _dice.Chance(0.35) ? $"edge{_dice.Between(1, 99)}.{domain}" : null,
        };
    }
}
