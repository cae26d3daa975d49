using System.Globalization;
using System.Text.RegularExpressions;
using Stray.KafkaTests.Clusters;
using Stray.Tests;

namespace Stray.KafkaTests.Capturing;

/// <summary>
/// A virtual cable: its near end in a network namespace of its own, where captures are replayed, its far end beside the broker,
/// where <c>stray capture</c> listens. Nobody else sends on it. Needs root; a test is skipped with the reason where it cannot be.
/// </summary>
internal sealed partial class Wire : IAsyncDisposable
{
    private const string Near = "near0";
    private readonly string _namespace = $"stray-{Guid.NewGuid():N}"[..14];

    private Wire()
    {
    }

    /// <summary>The end to listen on.</summary>
    public string Far => _namespace;

    public static async Task<Wire> StretchAsync()
    {
        Tool.Need("ip", "iproute2");
        Tool.Need("tcpreplay", "tcpreplay");
        var wire = new Wire();
        try
        {
            await IpAsync("netns", "add", wire._namespace);
            await IpAsync("link", "add", wire.Far, "mtu", "65535", "type", "veth", "peer", "name", Near, "mtu", "65535", "netns", wire._namespace);
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"needs a network namespace (root): {e.Message}");
        }

        // No address and no ARP, so that the kernel itself sends nothing.
        await IpAsync("link", "set", wire.Far, "addrgenmode", "none", "arp", "off", "up");
        await IpAsync("-n", wire._namespace, "link", "set", Near, "addrgenmode", "none", "arp", "off", "up");
        return wire;
    }

    /// <summary>Replays a capture; when this ends, the far end has every packet or has dropped it.</summary>
    /// <returns>Packets sent.</returns>
    public async Task<long> ReplayAsync(string capture, int loops, params string[] pace)
    {
        var before = await ArrivedAsync();
        var output = await Tool.RunAsync("ip", ["netns", "exec", _namespace, "tcpreplay", "-i", Near, "--loop", $"{loops}", .. pace, SharedData.File("captures", capture)]);
        var sent = long.Parse(Actual().Match(output).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        while (await ArrivedAsync() - before < sent)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return sent;
    }

    public async ValueTask DisposeAsync() => await IpAsync("netns", "del", _namespace);

    private static Task<string> IpAsync(params string[] arguments) => Tool.RunAsync("ip", arguments);

    private async Task<long> ArrivedAsync() => await CountAsync("rx_packets") + await CountAsync("rx_dropped");

    private async Task<long> CountAsync(string name) => long.Parse(
        await File.ReadAllTextAsync($"/sys/class/net/{Far}/statistics/{name}", TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Actual: (\d+) packets")]
    private static partial Regex Actual();
}
