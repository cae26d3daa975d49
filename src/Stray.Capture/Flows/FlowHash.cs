namespace Stray.Capture.Flows;

/// <summary>
/// Hash of a flow key with secret multipliers, drawn per run: without them an attacker who chooses addresses and ports could
/// put all flows into one bucket (Crosby and Wallach, USENIX Security 2003). Folded 64 × 64 → 128 bit products.
/// </summary>
internal readonly struct FlowHash
{
    private readonly ulong _a, _b, _c, _d, _e;

    /// <param name="seed">The run's secret; tests pass a constant.</param>
    public FlowHash(ulong seed)
    {
        _a = Next(ref seed) | 1;
        _b = Next(ref seed);
        _c = Next(ref seed);
        _d = Next(ref seed);
        _e = Next(ref seed);
    }

    public ulong Of(in FlowKey key)
    {
        var ends = Fold(key.Low.Low ^ _b, key.High.Low ^ _c) ^ Fold(key.Low.High ^ _d, key.High.High ^ _e);
        var rest = key.LowPort | ((ulong)key.HighPort << 16) | ((ulong)key.Protocol << 32) | ((ulong)key.EtherType << 40);
        return Fold(ends ^ rest, _a);
    }

    private static ulong Fold(ulong x, ulong y)
    {
        var high = Math.BigMul(x, y, out var low);
        return high ^ low;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
