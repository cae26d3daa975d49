using System.IO.Hashing;
using System.Runtime.InteropServices;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features.Windows;

/// <summary>
/// 64-bit keys of the window tables. Seeded, because a sender who can predict the buckets could make every look-up a long
/// walk; fixed seeds make runs repeat.
/// </summary>
internal readonly struct KeyHash(ulong seed)
{
    public ulong Of(Address address) => Mix(address.High + Mix(address.Low ^ seed));

    public ulong Of(string text) => Mix(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()), (long)seed));

    public ulong Of(byte protocol, ushort port) => Mix(seed ^ Service(protocol, port));

    public static ulong Join(ulong hash, ulong other) => Mix(hash + ((other << 1) | 1));

    public static ulong Service(byte protocol, ushort port) => 0x1_0000_0000 | ((ulong)protocol << 16) | port;

    // SplitMix64 (Steele et al. 2014): every input bit reaches every output bit.
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
