using System.Buffers.Binary;
using System.Text;

namespace Stray.Contracts.Wire;

/// <summary>
/// Reads Avro's binary encoding from hostile bytes: every length is bounded by the bytes that remain before anything is
/// allocated. The first failure sticks; from then on every read gives a zero value, so that decoders need no check per field.
/// </summary>
public ref struct AvroReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;

    public int Position { get; private set; }

    public readonly int Remaining => _source.Length - Position;

    /// <summary>Why reading failed; empty while it has not.</summary>
    public string Failure { get; private set; } = "";

    public readonly bool Failed => Failure.Length > 0;

    /// <summary>Gives up with a reason, at the place reached.</summary>
    public void Fail(string reason)
    {
        if (!Failed)
        {
            Failure = $"byte {Position}: {reason}";
        }
    }

    public long ReadLong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70 && !Failed; shift += 7)
        {
            if (Position == _source.Length)
            {
                Fail("the record ends within a number");
                return 0;
            }

            var next = _source[Position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        Fail("a number is longer than 10 bytes");
        return 0;
    }

    /// <summary>A number that must lie in a range.</summary>
    public long ReadLong(long low, long high)
    {
        var value = ReadLong();
        if (value >= low && value <= high)
        {
            return value;
        }

        Fail("a number is out of its range");
        return low;
    }

    public bool ReadBoolean() => Take(1) is [1];

    public float ReadFloat() => Take(sizeof(float)) is { Length: > 0 } bytes ? BinaryPrimitives.ReadSingleLittleEndian(bytes) : 0;

    public double ReadDouble() => Take(sizeof(double)) is { Length: > 0 } bytes ? BinaryPrimitives.ReadDoubleLittleEndian(bytes) : 0;

    /// <summary>The bytes of a string or bytes field, in place.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadLong();
        if (length < 0 || length > Remaining)
        {
            Fail("a length runs past the end of the record");
            return default;
        }

        return Take((int)length);
    }

    /// <summary>A string; <paramref name="current"/> itself when it has this value, so that repeated values allocate nothing.</summary>
    public string ReadString(string current = "")
    {
        var bytes = ReadBytes();
        if (bytes.IsEmpty)
        {
            return "";
        }

        return Ascii.Equals(bytes, current) ? current : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>
    /// The item count of an array's or map's next block, 0 at its end. Every item takes at least
    /// <paramref name="leastBytes"/> bytes, so that a count the rest cannot hold is refused before it is believed.
    /// </summary>
    public int ReadBlockCount(int leastBytes)
    {
        var count = ReadLong();
        if (count < 0)
        {
            ReadLong(0, long.MaxValue); // a negative count is followed by the block's size in bytes
            count = count == long.MinValue ? long.MaxValue : -count;
        }

        if (count > Remaining / leastBytes)
        {
            Fail("an array has more items than its bytes can hold");
            return 0;
        }

        return (int)count;
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (Failed || bytes > Remaining)
        {
            Fail("the record ends within a field");
            return default;
        }

        var taken = _source.Slice(Position, bytes);
        Position += bytes;
        return taken;
    }
}
