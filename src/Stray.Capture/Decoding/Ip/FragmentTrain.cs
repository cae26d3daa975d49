using System.Buffers.Binary;

namespace Stray.Capture.Decoding.Ip;

/// <summary>
/// One datagram under reassembly. Overlaps: the bytes that came first win (as Linux, and BSD for all but earlier-starting
/// fragments); RFC 5722 would have the whole datagram dropped, which a monitor must not do, since the receiver may not.
/// </summary>
internal sealed class FragmentTrain
{
    /// <summary>Room for the longest IPv4 header in front of the payload.</summary>
    public const int Head = 60;
    public const int LargestPayload = 65535;

    /// <summary>Separate stretches a datagram may be in at once: even sent backwards it is one stretch.</summary>
    private const int LargestStretches = 32;
    private const int SmallestBuffer = 4096;

    private readonly (int Start, int End)[] _stretches = new (int, int)[LargestStretches];
    private int _count;
    private byte[] _buffer = [];

    public FragmentKey Key { get; private set; }

    public long Started { get; private set; }

    public byte Protocol { get; private set; }

    /// <summary>The first frame of the train, for the finding that it never completed.</summary>
    public long Frame { get; private set; }

    /// <summary>Frames that brought its fragments, and their bytes on the wire.</summary>
    public int Frames { get; private set; }

    public long FrameBytes { get; private set; }

    /// <summary>Payload length by the last fragment; -1 before it came.</summary>
    public int Total { get; private set; }

    /// <summary>A tiny or misaligned fragment was among them: no ordinary stack made this train.</summary>
    public bool Odd { get; set; }

    public int HeaderLength { get; private set; }

    public int BytesHeld => _buffer.Length;

    // Neighbours in least-recently-used order and in the hash chain; kept here so that the table needs no nodes.
    public int Older { get; set; }

    public int Newer { get; set; }

    public int NextInChain { get; set; }

    public bool IsComplete =>
        Total >= 0 && HeaderLength > 0 && _count == 1 && _stretches[0].Start == 0 && _stretches[0].End >= Total;

    public void Start(in Fragment fragment, long time, long frame)
    {
        Key = fragment.Key;
        Protocol = fragment.Protocol;
        Started = time;
        Frame = frame;
        Total = -1;
        HeaderLength = 0;
        Odd = false;
        Frames = 0;
        FrameBytes = 0;
        _count = 0;
    }

    public void Count(int wireLength)
    {
        Frames++;
        FrameBytes += wireLength;
    }

    public void Release() => _buffer = [];

    /// <summary>False when another last fragment already said a different length.</summary>
    public bool EndsAt(int length)
    {
        var agrees = Total < 0 || Total == length;
        Total = Math.Max(Total, length);
        return agrees;
    }

    /// <summary>Keeps the header that will stand in front of the reassembled payload.</summary>
    public void KeepHeader(ReadOnlySpan<byte> header, byte protocol)
    {
        if (HeaderLength == 0)
        {
            HeaderLength = header.Length;
            Protocol = protocol;
            header.CopyTo(_buffer.AsSpan(Head - header.Length));
        }
    }

    /// <summary>The buffer length that a payload of this many bytes needs.</summary>
    public static int BufferFor(int payload) =>
        payload + Head <= SmallestBuffer ? SmallestBuffer
        : payload + Head <= 4 * SmallestBuffer ? 4 * SmallestBuffer
        : Head + LargestPayload;

    public void Grow(int length) => Array.Resize(ref _buffer, length);

    /// <summary>
    /// Adds bytes where none are yet and says how they met those that are: not at all, as an exact repetition, overlapping
    /// with equal bytes, or overlapping with different ones. False when there are too many gaps.
    /// </summary>
    public bool TryAdd(int start, ReadOnlySpan<byte> payload, out Meeting meeting)
    {
        var end = start + payload.Length;
        meeting = Meet(start, payload);
        if (!Make(start, end, out var merged))
        {
            return false;
        }

        Fill(start, payload, merged);
        Merge(start, end, merged);
        return true;
    }

    public ReadOnlySpan<byte> Datagram() => _buffer.AsSpan(Head - HeaderLength, HeaderLength + Total);

    /// <summary>Makes the kept header say what the whole datagram is: its length, its protocol, and no fragment.</summary>
    public void Seal()
    {
        var header = _buffer.AsSpan(Head - HeaderLength, HeaderLength);
        if (Key.Version == 4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(HeaderLength + Total));
            header[6..8].Clear();
            return;
        }

        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)Total);
        header[6] = Protocol;
    }

    private Meeting Meet(int start, ReadOnlySpan<byte> payload)
    {
        var end = start + payload.Length;
        var meeting = Meeting.None;
        for (var i = 0; i < _count; i++)
        {
            var from = Math.Max(start, _stretches[i].Start);
            var to = Math.Min(end, _stretches[i].End);
            if (from >= to)
            {
                continue;
            }

            if (!payload[(from - start)..(to - start)].SequenceEqual(_buffer.AsSpan(Head + from, to - from)))
            {
                return Meeting.Different;
            }

            meeting = from == start && to == end ? Meeting.Repeated : Meeting.Overlapping;
        }

        return meeting;
    }

    /// <summary>
    /// The stretches the new one touches, as a half-open range of indexes; makes sure that there is room for one more.
    /// </summary>
    private bool Make(int start, int end, out (int From, int To) touched)
    {
        var from = 0;
        while (from < _count && _stretches[from].End < start)
        {
            from++;
        }

        var to = from;
        while (to < _count && _stretches[to].Start <= end)
        {
            to++;
        }

        touched = (from, to);
        return to > from || _count < LargestStretches;
    }

    private void Fill(int start, ReadOnlySpan<byte> payload, (int From, int To) touched)
    {
        var position = start;
        var end = start + payload.Length;
        for (var i = touched.From; i < touched.To && position < end; i++)
        {
            var gap = Math.Min(end, _stretches[i].Start);
            if (gap > position)
            {
                payload[(position - start)..(gap - start)].CopyTo(_buffer.AsSpan(Head + position));
            }

            position = Math.Max(position, _stretches[i].End);
        }

        if (position < end)
        {
            payload[(position - start)..].CopyTo(_buffer.AsSpan(Head + position));
        }
    }

    private void Merge(int start, int end, (int From, int To) touched)
    {
        if (touched.From == touched.To)
        {
            Array.Copy(_stretches, touched.From, _stretches, touched.From + 1, _count - touched.From);
            _stretches[touched.From] = (start, end);
            _count++;
            return;
        }

        _stretches[touched.From] = (Math.Min(start, _stretches[touched.From].Start),
            Math.Max(end, _stretches[touched.To - 1].End));
        Array.Copy(_stretches, touched.To, _stretches, touched.From + 1, _count - touched.To);
        _count -= touched.To - touched.From - 1;
    }
}

/// <summary>How a fragment met the bytes that its train already has.</summary>
internal enum Meeting
{
    None,
    Repeated,
    Overlapping,
    Different,
}
