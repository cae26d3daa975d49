using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Stray.Detection.Scoring.Storage;

/// <summary>
/// Reads little-endian fields from untrusted bytes. Every count is checked against the bytes that remain before anything
/// is allocated; after the first failure all reads answer empty, so that parsing code needs one check at its end.
/// </summary>
internal sealed class FieldReader(ReadOnlyMemory<byte> bytes)
{
    private const int LongestText = 4096;
    private int _at;

    /// <summary>What was wrong first; null as long as nothing was.</summary>
    public string? Failure { get; private set; }

    public bool Failed => Failure is not null;

    public bool AtEnd => _at == bytes.Length;

    public void Refuse(string reason) => Failure ??= $"{reason} at offset {_at}";

    public byte Byte() => Take(1) is { Length: 1 } b ? b[0] : (byte)0;

    public int Int32() => Take(4) is { Length: 4 } b ? BinaryPrimitives.ReadInt32LittleEndian(b) : 0;

    public double Double()
    {
        var value = Take(8) is { Length: 8 } b ? BinaryPrimitives.ReadDoubleLittleEndian(b) : 0;
        if (!double.IsFinite(value)) Refuse("a number that is not finite");
        return value;
    }

    /// <summary>A count of things of which each needs at least <paramref name="size"/> more bytes.</summary>
    public int Count(int size, int most)
    {
        var count = Int32();
        if (count >= 0 && count <= most && (long)count * size <= bytes.Length - _at) return count;
        Refuse($"a count of {count}");
        return 0;
    }

    public string Text()
    {
        var length = Count(1, LongestText);
        return Encoding.UTF8.GetString(Take(length));
    }

    public float[] Floats()
    {
        var values = Values<float>(sizeof(float));
        foreach (var v in values)
        {
            if (!float.IsFinite(v)) Refuse("a number that is not finite");
        }

        return values;
    }

    public double[] Doubles()
    {
        var values = Values<double>(sizeof(double));
        foreach (var v in values)
        {
            if (!double.IsFinite(v)) Refuse("a number that is not finite");
        }

        return values;
    }

    public ulong[] UInt64s() => Values<ulong>(sizeof(ulong));

    public int[] Int32s() => Values<int>(sizeof(int));

    private T[] Values<T>(int size)
        where T : unmanaged
    {
        var count = Count(size, int.MaxValue);
        return MemoryMarshal.Cast<byte, T>(Take(count * size)).ToArray();
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (Failed) return [];
        if (length > bytes.Length - _at)
        {
            Refuse("the end came too early");
            return [];
        }

        var taken = bytes.Span.Slice(_at, length);
        _at += length;
        return taken;
    }
}
