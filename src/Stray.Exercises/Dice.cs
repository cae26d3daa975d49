using System.Numerics;
using System.Runtime.InteropServices;

namespace Stray.Exercises;

/// <summary>
/// The only source of chance in an exercise: xoshiro256** (Blackman, Vigna 2018) from one seed. A fork depends on the seed
/// and its purpose, never on what was drawn before, so that planting one more stray leaves everybody else's day as it was.
/// </summary>
public sealed class Dice
{
    private readonly ulong _seed;
    private ulong _a, _b, _c, _d;

    public Dice(ulong seed)
    {
        _seed = seed;
        _a = SplitMix(ref seed);
        _b = SplitMix(ref seed);
        _c = SplitMix(ref seed);
        _d = SplitMix(ref seed);
    }

    public Dice Fork(string purpose)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in purpose)
        {
            hash = (hash ^ c) * 1099511628211UL; // FNV-1a: string.GetHashCode differs from run to run
        }

        var mixed = _seed ^ hash;
        return new Dice(SplitMix(ref mixed));
    }

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>0 ≤ result &lt; <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)Math.BigMul(Next(), (ulong)limit, out _);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    public long Between(long low, long high) => low + (long)Math.BigMul(Next(), (ulong)(high - low + 1), out _);

    /// <summary>0 ≤ result &lt; 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double share) => Unit() < share;

    public double Exponential(double mean) => -mean * Math.Log(1 - Unit());

    public double LogNormal(double median, double sigma) =>
        median * Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - Unit())) * Math.Cos(2 * Math.PI * Unit()));

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Earlier items are picked more often, as sites, words and colleagues are (Zipf, exponent about 1).</summary>
    public T PickPopular<T>(IReadOnlyList<T> items) => items[(int)Math.Min(items.Count - 1, Math.Pow(items.Count, Unit()) - 1)];

    public void Fill(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Next();
        }

        for (var i = words.Length * 8; i < bytes.Length; i++)
        {
            bytes[i] = (byte)Next();
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
