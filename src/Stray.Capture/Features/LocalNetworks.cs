using System.Net;
using System.Net.Sockets;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>The organisation's own networks: they decide a flow's direction class.</summary>
public sealed class LocalNetworks
{
    private readonly Network[] _networks;

    private LocalNetworks(Network[] networks) => _networks = networks;

    /// <summary>
    /// Private, shared, link-local and loopback space (RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291) and the unspecified
    /// addresses that a host without one sends from.
    /// </summary>
    public static IReadOnlyList<string> DefaultCidrs { get; } =
    [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "0.0.0.0/8",
        "fc00::/7", "fe80::/10", "::/127",
    ];

    public static LocalNetworks Default { get; } =
        TryParse(DefaultCidrs, out var networks, out var problem) ? networks : throw new InvalidOperationException(problem);

    /// <summary>Reads CIDR blocks (<c>10.0.0.0/8</c>); <paramref name="problem"/> names the first that is none.</summary>
    public static bool TryParse(IEnumerable<string> cidrs, out LocalNetworks networks, out string problem)
    {
        var parsed = new List<Network>();
        problem = "";
        foreach (var cidr in cidrs)
        {
            if (!IPNetwork.TryParse(cidr, out var network) || !Address.TryParse(network.BaseAddress.ToString(), out var prefix))
            {
                problem = $"'{cidr}' is no network in CIDR notation (such as 10.0.0.0/8)";
                break;
            }

            var mapped = network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 96 : 0;
            parsed.Add(new Network(prefix, network.PrefixLength + mapped));
        }

        networks = new LocalNetworks([.. parsed]);
        return problem.Length == 0;
    }

    public bool Contains(Address address)
    {
        foreach (ref readonly var network in _networks.AsSpan())
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    public FlowDirection DirectionOf(Address source, Address destination) =>
        IsMulticast(destination) ? FlowDirection.Multicast : (Contains(source), Contains(destination)) switch
        {
            (true, true) => FlowDirection.Internal,
            (true, false) => FlowDirection.Outbound,
            (false, true) => FlowDirection.Inbound,
            _ => FlowDirection.External,
        };

    /// <summary>224.0.0.0/4 and 255.255.255.255 (RFC 1112, RFC 919), ff00::/8 (RFC 4291 s2.7).</summary>
    private static bool IsMulticast(Address address) => address.IsV4
        ? address.V4 >> 28 == 0xE || address.V4 == uint.MaxValue
        : address.High >> 56 == 0xFF;

    private readonly struct Network(Address prefix, int length)
    {
        private readonly ulong _highMask = Mask(length);
        private readonly ulong _lowMask = Mask(length - 64);

        public bool Contains(Address address) =>
            ((address.High ^ prefix.High) & _highMask) == 0 && ((address.Low ^ prefix.Low) & _lowMask) == 0;

        private static ulong Mask(int bits) => bits <= 0 ? 0 : bits >= 64 ? ulong.MaxValue : ulong.MaxValue << (64 - bits);
    }
}
