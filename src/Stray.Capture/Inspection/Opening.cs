using Stray.Capture.Flows;

namespace Stray.Capture.Inspection;

/// <summary>
/// The first bytes of both sides of an undecided stream and the order they came in, so that they can be handed to the
/// inspector once the protocol is known. At most <see cref="MaximumBytes"/> and <see cref="MaximumChunks"/> a side.
/// </summary>
internal sealed class Opening
{
    public const int MaximumBytes = 1024;
    public const int MaximumChunks = 4;

    private readonly Side[] _order = new Side[2 * MaximumChunks];
    private StreamBuffer? _forward;
    private StreamBuffer? _backward;

    public int Count { get; private set; }

    public Side Order(int index) => _order[index];

    public StreamBuffer? Of(Side side) => side == Side.Forward ? _forward : _backward;

    /// <summary>False when the chunk does not fit and the decision has to be made with what is there.</summary>
    public bool TryAdd(StreamBufferPool pool, Side side, scoped in StreamChunk chunk)
    {
        ref var buffer = ref side == Side.Forward ? ref _forward : ref _backward;
        buffer ??= pool.Rent();
        if (buffer is null || buffer.PieceCount == MaximumChunks || buffer.Length + chunk.Bytes.Length > MaximumBytes
            || !buffer.TryAppend(chunk.Bytes, chunk, 0))
        {
            return false;
        }

        _order[Count++] = side;
        return true;
    }

    public void Release(StreamBufferPool pool)
    {
        Count = 0;
        pool.Return(ref _forward);
        pool.Return(ref _backward);
    }
}
