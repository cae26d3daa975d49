namespace Stray.Capture.Features.Windows;

/// <summary>
/// Memory bounds of the windows. Worst case, when every slot is busy: a source 6 KB, a target 4 KB, a pair 0.6 KB, an edge
/// 3 KB, a prevalence entry 0.6 KB; the defaults then stay under 400 MB and take a few MB in an ordinary network.
/// </summary>
public sealed record WindowOptions
{
    /// <summary>Source hosts kept; the same number of target hosts.</summary>
    public int Hosts { get; init; } = 16_384;

    /// <summary>Edges (source, destination, service) and pairs (source, destination) kept.</summary>
    public int Edges { get; init; } = 32_768;

    /// <summary>Destinations, server names, services, fingerprints and (host, service) pairs kept, each.</summary>
    public int Prevalence { get; init; } = 32_768;

    /// <summary>Seed of the hash tables; equal seeds give equal features.</summary>
    public ulong Seed { get; init; } = 0x5374_7261_79UL;
}
