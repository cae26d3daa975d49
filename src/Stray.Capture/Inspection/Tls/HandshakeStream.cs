using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>
/// One side's handshake bytes, cut into messages (RFC 8446 s4): a message may share a record with others or span several.
/// What lies whole in one chunk is looked at in place; only the rest is copied.
/// </summary>
internal sealed class HandshakeStream(StreamBufferPool buffers, TlsSession session)
{
    private const int Header = 4;
    private StreamBuffer? _pending;
    private int _skip;
    private bool _lost;

    /// <summary>A message has begun and not ended.</summary>
    public bool IsPartial => _pending is { Length: > 0 };

    public void Reset()
    {
        buffers.Return(ref _pending);
        _skip = 0;
        _lost = false;
    }

    /// <summary>Bytes are missing: nothing after them can be cut into messages.</summary>
    public void Lose()
    {
        Reset();
        _lost = true;
    }

    /// <returns>False when the bytes are no handshake messages at all; the caller stops looking.</returns>
    public bool Append(in InspectionContext context, scoped in StreamChunk chunk, int offset, int length)
    {
        var end = offset + length;
        while (offset < end && !_lost)
        {
            if (_skip > 0)
            {
                var skipped = Math.Min(_skip, end - offset);
                _skip -= skipped;
                offset += skipped;
                continue;
            }

            var taken = IsPartial ? Gather(context, chunk, offset, end) : Begin(context, chunk, offset, end);
            if (taken < 0)
            {
                return false;
            }

            offset += taken;
        }

        return true;
    }

    private int Begin(in InspectionContext context, scoped in StreamChunk chunk, int offset, int end)
    {
        var rest = chunk.Bytes[offset..end];
        var whole = rest.Length < Header ? -1 : Header + LengthOf(rest);
        if (rest.Length >= Header && !IsSound(context, MessageView.In(chunk, rest, offset)))
        {
            return -1;
        }

        if (whole > 0 && whole <= rest.Length)
        {
            session.OnMessage(context, MessageView.In(chunk, rest[..whole], offset));
            return whole;
        }

        if (whole > StreamBufferPool.MaximumLength)
        {
            _skip = whole; // a chain of certificates longer than anything we keep
            return 0;
        }

        _pending ??= buffers.Rent();
        return Keep(chunk, offset, rest.Length);
    }

    private int Gather(in InspectionContext context, scoped in StreamChunk chunk, int offset, int end)
    {
        var missing = _pending!.Length < Header ? Header - _pending.Length : Header + LengthOf(_pending.Bytes) - _pending.Length;
        var taken = Keep(chunk, offset, Math.Min(missing, end - offset));
        if (_pending is null || _pending.Length < Header)
        {
            return taken;
        }

        var whole = Header + LengthOf(_pending.Bytes);
        if (_pending.Length == Header && !IsSound(context, MessageView.In(_pending)))
        {
            return -1;
        }

        if (whole > StreamBufferPool.MaximumLength)
        {
            _skip = whole - _pending.Length;
            buffers.Return(ref _pending);
        }
        else if (_pending.Length == whole)
        {
            session.OnMessage(context, MessageView.In(_pending));
            buffers.Return(ref _pending);
        }

        return taken;
    }

    private int Keep(scoped in StreamChunk chunk, int offset, int length)
    {
        if (_pending is null || !_pending.TryAppend(chunk.Bytes.Slice(offset, length), chunk, offset))
        {
            Lose();
        }

        return length;
    }

    private static bool IsSound(in InspectionContext context, scoped in MessageView message)
    {
        var type = message.Bytes[0];
        if (!HandshakeType.IsKnown(type))
        {
            message.Report(context, FindingName.TlsHandshakeMalformed, 0, 1,
                new FindingDetail("handshake message of unknown type {0}", type));
            return false;
        }

        if (LengthOf(message.Bytes) > ushort.MaxValue && !HandshakeType.MayBeLong(type))
        {
            message.Report(
                context, FindingName.TlsHandshakeMalformed, 1, 3,
                new FindingDetail("handshake message of type {0} claims {1} bytes", type, LengthOf(message.Bytes)));
            return false;
        }

        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> header) => (header[1] << 16) | (header[2] << 8) | header[3];
}
