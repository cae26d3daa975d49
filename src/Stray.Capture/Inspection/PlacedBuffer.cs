namespace Stray.Capture.Inspection;

/// <summary>
/// Holds a protocol unit that is spread over several chunks until it is whole, and remembers which frame each part came
/// from. Bounded: <see cref="Append"/> takes at most what is left of <paramref name="maximum"/>. Beyond
/// <see cref="MaximumParts"/> parts the rest counts as belonging to the last one (evidence loses precision, never memory).
/// </summary>
public sealed class PlacedBuffer(int maximum)
{
    public const int MaximumParts = 64;

    /// <summary>A pooled buffer larger than this is given back when its flow ends: one long message must not pin memory.</summary>
    private const int KeptCapacity = 4096;

    private byte[] _bytes = [];
    private Part[] _parts = [];
    private int _partCount;

    public int Length { get; private set; }

    public bool IsFull => Length == maximum;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        _partCount = 0;
    }

    public void Reset()
    {
        Clear();
        if (_bytes.Length > KeptCapacity)
        {
            _bytes = [];
        }
    }

    /// <summary>Appends bytes that begin at <paramref name="index"/> of the chunk; returns how many fitted.</summary>
    public int Append(scoped in StreamChunk chunk, int index, int length)
    {
        var taken = Math.Min(length, maximum - Length);
        if (taken <= 0)
        {
            return 0;
        }

        EnsureCapacity(Length + taken);
        AddPart(new Part(Length, StreamPlace.Of(chunk, index)));
        chunk.Bytes.Slice(index, taken).CopyTo(_bytes.AsSpan(Length));
        Length += taken;
        return taken;
    }

    /// <summary>Appends bytes of another unit, all placed where its first byte lies; returns how many fitted.</summary>
    public int Append(scoped in PlacedBytes unit)
    {
        var taken = Math.Min(unit.Length, maximum - Length);
        if (taken <= 0)
        {
            return 0;
        }

        EnsureCapacity(Length + taken);
        AddPart(new Part(Length, unit.PlaceOf(0)));
        unit.Bytes[..taken].CopyTo(_bytes.AsSpan(Length));
        Length += taken;
        return taken;
    }

    public StreamPlace PlaceOf(int index)
    {
        var part = _partCount - 1;
        while (part > 0 && _parts[part].Start > index)
        {
            part--;
        }

        return part < 0 ? new StreamPlace(0, -1, 0, 0) : _parts[part].Place.Advance(index - _parts[part].Start);
    }

    private void EnsureCapacity(int needed)
    {
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(maximum, Math.Max(needed, Math.Max(256, _bytes.Length * 2))));
        }
    }

    private void AddPart(Part part)
    {
        if (_partCount == MaximumParts)
        {
            return;
        }

        if (_partCount == _parts.Length)
        {
            Array.Resize(ref _parts, Math.Min(MaximumParts, Math.Max(4, _parts.Length * 2)));
        }

        _parts[_partCount++] = part;
    }

    private readonly record struct Part(int Start, StreamPlace Place);
}
