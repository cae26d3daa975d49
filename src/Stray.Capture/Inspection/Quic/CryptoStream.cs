using System.Buffers;

namespace Stray.Capture.Inspection.Quic;

/// <summary>
/// One side's CRYPTO bytes (RFC 9000 s19.6). Clients cut their hello into pieces and send them in any order, so what is there
/// is kept as a bitmap.
/// </summary>
internal sealed class CryptoStream
{
    /// <summary>Room for one hello, with post-quantum keys and to spare.</summary>
    public const int Capacity = 1 << 14;

    private readonly ulong[] _present = new ulong[Capacity / 64];
    private byte[]? _bytes;
    private int _contiguous;

    public ReadOnlySpan<byte> Contiguous => _bytes.AsSpan(0, _contiguous);

    public void Reset()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
            Array.Clear(_present);
        }

        _contiguous = 0;
    }

    /// <summary>Bytes beyond the capacity are left out; the first hello never lies there.</summary>
    public void Add(long offset, ReadOnlySpan<byte> bytes)
    {
        if (offset >= Capacity)
        {
            return;
        }

        _bytes ??= ArrayPool<byte>.Shared.Rent(Capacity);
        var start = (int)offset;
        bytes = bytes[..Math.Min(bytes.Length, Capacity - start)];
        bytes.CopyTo(_bytes.AsSpan(start));
        for (var i = start; i < start + bytes.Length; i++)
        {
            _present[i >> 6] |= 1UL << (i & 63);
        }

        while (_contiguous < Capacity && (_present[_contiguous >> 6] & (1UL << (_contiguous & 63))) != 0)
        {
            _contiguous++;
        }
    }
}
