using System.Buffers;

namespace Stray.Capture.Inspection;

/// <summary>
/// Stream bytes kept until a message is whole, with the place each came from, so that a finding about a message spread
/// over segments still points at the very byte. Bounded in bytes and pieces; rented from a <see cref="StreamBufferPool"/>.
/// </summary>
public sealed class StreamBuffer
{
    private const int MaximumPieces = 256;
    private readonly StreamBufferPool _pool;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(StreamBufferPool.InitialCapacity);
    private Piece[] _pieces = new Piece[4];
    private int _pieceCount;

    internal StreamBuffer(StreamBufferPool pool) => _pool = pool;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public int PieceCount => _pieceCount;

    internal int Capacity => _bytes.Length;

    /// <summary>Adds bytes that start at <paramref name="offset"/> of the chunk; false when a bound would be passed (nothing is added).</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes, scoped in StreamChunk chunk, int offset)
    {
        if (!TryGrow(Length + bytes.Length))
        {
            return false;
        }

        Note(new Place(chunk.Frame, chunk.FrameOffset < 0 ? -1 : chunk.FrameOffset + offset, chunk.Time), chunk.WireLength);
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>The place of byte <paramref name="index"/>.</summary>
    public Place Locate(int index)
    {
        for (var i = _pieceCount - 1; i >= 0; i--)
        {
            var piece = _pieces[i];
            if (piece.Start <= index)
            {
                return piece.Place with { Offset = piece.Place.Offset < 0 ? -1 : piece.Place.Offset + (index - piece.Start) };
            }
        }

        return new Place(0, -1, 0);
    }

    /// <summary>Piece <paramref name="index"/> as the chunk it came in with.</summary>
    public StreamChunk Chunk(int index)
    {
        var piece = _pieces[index];
        var end = index + 1 < _pieceCount ? _pieces[index + 1].Start : Length;
        return new StreamChunk
        {
            Bytes = _bytes.AsSpan(piece.Start, end - piece.Start),
            WireLength = piece.WireLength,
            Frame = piece.Place.Frame,
            FrameOffset = piece.Place.Offset,
            Time = piece.Place.Time,
        };
    }

    public void Clear()
    {
        Length = 0;
        _pieceCount = 0;
    }

    internal void Shrink()
    {
        Clear();
        if (_bytes.Length > StreamBufferPool.InitialCapacity)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(StreamBufferPool.InitialCapacity);
        }
    }

    private bool TryGrow(int length)
    {
        if (length <= _bytes.Length)
        {
            return true;
        }

        if (length > StreamBufferPool.MaximumLength)
        {
            return false;
        }

        var capacity = Math.Min(StreamBufferPool.MaximumLength, Math.Max(length, _bytes.Length * 2));
        if (!_pool.TryReserve(capacity - _bytes.Length))
        {
            return false;
        }

        var grown = ArrayPool<byte>.Shared.Rent(capacity);
        Bytes.CopyTo(grown);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = grown;
        return true;
    }

    private void Note(Place place, int wireLength)
    {
        if (_pieceCount == MaximumPieces)
        {
            // A message in hundreds of tiny segments: say which frame it began to blur in, but claim no offset.
            _pieces[^1].Place = _pieces[^1].Place with { Offset = -1 };
            return;
        }

        if (_pieceCount == _pieces.Length)
        {
            Array.Resize(ref _pieces, _pieces.Length * 4);
        }

        _pieces[_pieceCount++] = new Piece { Start = Length, Place = place, WireLength = wireLength };
    }

    private struct Piece
    {
        public int Start;
        public int WireLength;
        public Place Place;
    }
}
