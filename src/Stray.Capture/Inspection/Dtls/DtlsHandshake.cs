using System.Buffers.Binary;
using Stray.Capture.Inspection.Tls;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Dtls;

/// <summary>
/// One side's handshake fragments (RFC 6347 s4.2.3). Fragments that come in order make up messages; others are only checked,
/// since the sender will repeat them.
/// </summary>
internal sealed class DtlsHandshake(StreamBufferPool buffers, TlsSession session)
{
    private const int FragmentHeader = 12;
    private const int MessageHeader = 4;

    /// <summary>Records over which one message may be spread: no sender needs more, and a receiver would have to keep them all.</summary>
    private const int MaximumSpread = 30;

    private StreamBuffer? _pending;
    private bool _open;
    private int _sequence;
    private int _length;
    private ulong _firstRecord;

    public void Reset()
    {
        buffers.Return(ref _pending);
        _open = false;
    }

    /// <param name="record">The record's own sequence number.</param>
    public void Append(in InspectionContext context, scoped in StreamChunk chunk, int offset, int length, ulong record)
    {
        var end = offset + length;
        while (offset < end)
        {
            var rest = chunk.Bytes[offset..end];
            if (rest.Length < FragmentHeader)
            {
                Malformed(context, chunk, offset, rest.Length, "handshake fragment header is cut off by its record");
                return;
            }

            var fragmentLength = UInt24(rest[9..]);
            if (fragmentLength > rest.Length - FragmentHeader)
            {
                Malformed(context, chunk, offset + 9, 3,
                    new FindingDetail("handshake fragment of {0} bytes runs past its record", fragmentLength));
                return;
            }

            if (!OnFragment(context, chunk, offset, fragmentLength, record))
            {
                return;
            }

            offset += FragmentHeader + fragmentLength;
        }
    }

    private bool OnFragment(in InspectionContext context, scoped in StreamChunk chunk, int offset, int length, ulong record)
    {
        var header = chunk.Bytes.Slice(offset, FragmentHeader);
        var total = UInt24(header[1..]);
        var at = UInt24(header[6..]);
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        if (!HandshakeType.IsKnown(header[0]))
        {
            return Malformed(context, chunk, offset, 1, new FindingDetail("handshake message of unknown type {0}", header[0]));
        }

        if (at + length > total)
        {
            return Malformed(context, chunk, offset + 6, 6,
                new FindingDetail("handshake fragment ends at {0} of {1} bytes", at + length, total));
        }

        if (!_open || sequence != _sequence)
        {
            Begin(sequence, total, record);
        }
        else if (total != _length)
        {
            return Malformed(context, chunk, offset + 1, 3,
                new FindingDetail("message length changes from {0} to {1} between fragments", _length, total));
        }
        else if (record > _firstRecord + MaximumSpread && length < total)
        {
            return Malformed(
                context, chunk, offset, FragmentHeader,
                new FindingDetail("fragments of one message {0} records apart", (long)Math.Min(record - _firstRecord, long.MaxValue)));
        }

        Keep(context, chunk, offset, at, length);
        return true;
    }

    private void Begin(int sequence, int total, ulong record)
    {
        Reset();
        _open = true;
        _sequence = sequence;
        _length = total;
        _firstRecord = record;
    }

    private void Keep(in InspectionContext context, scoped in StreamChunk chunk, int offset, int at, int length)
    {
        _pending ??= at == 0 ? buffers.Rent() : null;
        if (_pending is null)
        {
            return;
        }

        if (_pending.Length == 0 && !_pending.TryAppend(chunk.Bytes.Slice(offset, MessageHeader), chunk, offset))
        {
            return;
        }

        if (_pending.Length != MessageHeader + at || !_pending.TryAppend(chunk.Bytes.Slice(offset + FragmentHeader, length), chunk, offset + FragmentHeader))
        {
            return;
        }

        if (_pending.Length == MessageHeader + _length)
        {
            session.OnMessage(context, MessageView.In(_pending));
            Reset();
        }
    }

    private static int UInt24(ReadOnlySpan<byte> bytes) => (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];

    private static bool Malformed(
        in InspectionContext context, scoped in StreamChunk chunk, int offset, int length, FindingDetail detail)
    {
        context.Report(FindingName.TlsHandshakeMalformed, chunk, offset, length, detail);
        return false;
    }
}
