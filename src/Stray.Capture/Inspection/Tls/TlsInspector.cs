using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>
/// TLS over a stream: walks records (RFC 8446 s5.1, RFC 5246 s6.2), reads the handshake while it is in the clear, and after
/// that only record headers, which costs next to nothing, for alerts and heartbeats that come later.
/// </summary>
public sealed class TlsInspector : ProtocolInspector
{
    internal const int RecordHeader = 5;

    /// <summary>How far into a side's encrypted stream record headers are still followed: attacks on the record layer come early.</summary>
    internal const long WatchedBytes = 1 << 20;

    private const int LongestPlaintext = 1 << 14;
    private const int LongestCiphertext = LongestPlaintext + 2048;

    /// <summary>More records than this in one segment, of less than any cipher needs, serve only to keep the receiver busy.</summary>
    private const int RecordsInSegment = 20;
    private const int ShortestRecord = 24;

    private readonly StreamBufferPool _buffers;
    private readonly TlsSession _session = new('t');
    private readonly TlsSide _forward;
    private readonly TlsSide _backward;

    public TlsInspector(StreamBufferPool buffers)
    {
        _buffers = buffers;
        _forward = new TlsSide(buffers, _session);
        _backward = new TlsSide(buffers, _session);
    }

    public override string Protocol => "tls";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _session.Reset();
        _forward.Reset();
        _backward.Reset();
    }

    public override bool Wants(Side side) => !Of(side).Done;

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var side = Of(context.Side);
        if (!side.Started && chunk.Bytes.Length > 0)
        {
            side.Started = true;
            if ((chunk.Bytes[0] & 0x80) != 0 && context.Side == Side.Forward)
            {
                side.Sslv2 = _buffers.Rent();
            }
        }

        Walk(context, side, chunk, side.Sslv2 is null ? 0 : GatherSslv2(context, side, chunk));
        if (chunk.WireLength > chunk.Bytes.Length)
        {
            Skip(side, chunk.WireLength - chunk.Bytes.Length);
        }
    }

    public override void OnGap(ref InspectionContext context, long bytes) => Skip(Of(context.Side), bytes);

    private TlsSide Of(Side side) => side == Side.Forward ? _forward : _backward;

    /// <summary>Bytes lost inside a record's body do no harm to the walk; a lost header ends it.</summary>
    private static void Skip(TlsSide side, long bytes)
    {
        side.Handshake.Lose();
        if (side.Sslv2 is not null || bytes > side.Remaining || side.HeaderLength > 0)
        {
            side.Done = true;
            return;
        }

        side.Remaining -= (int)bytes;
        side.ContentLength = side.Content.Length; // whatever the content was, it is not whole
        side.Type = side.Type == ContentType.Handshake ? side.Type : ContentType.ApplicationData;
    }

    private void Walk(in InspectionContext context, TlsSide side, scoped in StreamChunk chunk, int offset)
    {
        var records = 0;
        var start = offset;
        while (offset < chunk.Bytes.Length && !side.Done)
        {
            if (side.Remaining == 0)
            {
                offset += ReadHeader(context, side, chunk, offset);
                records += side.HeaderLength == 0 ? 1 : 0;
                continue;
            }

            var taken = Math.Min(side.Remaining, chunk.Bytes.Length - offset);
            ReadBody(context, side, chunk, offset, taken);
            offset += taken;
            side.Remaining -= taken;
            if (side.Remaining == 0)
            {
                RecordRules.Apply(context, side, Other(side), _session);
            }
        }

        if (records > Math.Max(RecordsInSegment, ((chunk.Bytes.Length - start) / ShortestRecord) + 1))
        {
            context.Report(
                FindingName.TlsRecordInvalid, chunk, start, chunk.Bytes.Length - start,
                new FindingDetail("{0} records in one segment of {1} bytes", records, chunk.Bytes.Length));
        }

        side.Walked += side.Encrypted ? chunk.Bytes.Length : 0;
        side.Done |= side.Walked > WatchedBytes;
    }

    /// <returns>Bytes taken; <see cref="TlsSide.HeaderLength"/> is back at 0 when the header is whole.</returns>
    private static int ReadHeader(in InspectionContext context, TlsSide side, scoped in StreamChunk chunk, int offset)
    {
        if (side.HeaderLength == 0)
        {
            side.HeaderPlace = PlaceOf(chunk, offset);
        }

        var taken = Math.Min(RecordHeader - side.HeaderLength, chunk.Bytes.Length - offset);
        chunk.Bytes.Slice(offset, taken).CopyTo(side.Header.AsSpan(side.HeaderLength));
        side.HeaderLength += taken;
        if (side.HeaderLength < RecordHeader)
        {
            return taken;
        }

        side.HeaderLength = 0;
        side.Type = side.Header[0];
        side.Length = BinaryPrimitives.ReadUInt16BigEndian(side.Header.AsSpan(3));
        side.Remaining = side.Length;
        side.ContentLength = 0;
        side.Done = !HasSoundHeader(context, side);
        if (!side.Done)
        {
            NoteType(context, side);
        }

        return taken;
    }

    private static bool HasSoundHeader(in InspectionContext context, TlsSide side)
    {
        if (side.Type is < ContentType.ChangeCipherSpec or > ContentType.Heartbeat)
        {
            return Invalid(context, side, 0, 1, new FindingDetail("record of unknown type {0}", side.Type));
        }

        if (side.Header[1] != 3 || side.Header[2] > 4)
        {
            return Invalid(context, side, 1, 2,
                new FindingDetail("record of unknown version {0}.{1}", side.Header[1], side.Header[2]));
        }

        var longest = side.Encrypted || side.Type == ContentType.ApplicationData ? LongestCiphertext : LongestPlaintext;
        if (side.Length > longest)
        {
            return Invalid(context, side, 3, 2, new FindingDetail("record of {0} bytes is longer than {1}", side.Length, longest));
        }

        return (side.Length > 0 || side.Type == ContentType.ApplicationData)
            || Invalid(context, side, 3, 2, new FindingDetail("empty record of type {0}", side.Type));
    }

    private static void NoteType(in InspectionContext context, TlsSide side)
    {
        if (side.Type == ContentType.Handshake)
        {
            side.SawHandshake = true;
        }
        else if (side.Type == ContentType.ApplicationData)
        {
            side.Encrypted = true;
        }

        if (side.Handshake.IsPartial && side.Type is ContentType.ChangeCipherSpec or ContentType.ApplicationData)
        {
            context.ReportAt(
                FindingName.TlsHandshakeMalformed, side.HeaderPlace.Frame, side.HeaderPlace.Offset, RecordHeader, side.HeaderPlace.Time,
                "handshake message is cut off by another record");
            side.Handshake.Lose();
        }
    }

    private static void ReadBody(in InspectionContext context, TlsSide side, scoped in StreamChunk chunk, int offset, int length)
    {
        if (side.Type == ContentType.ApplicationData)
        {
            return;
        }

        if (side.Type == ContentType.Handshake)
        {
            side.Done = !side.Encrypted && !side.Handshake.Append(context, chunk, offset, length);
            return;
        }

        var room = Math.Min(side.Content.Length - side.ContentLength, length);
        if (room > 0)
        {
            side.ContentPlace = side.ContentLength == 0 ? PlaceOf(chunk, offset) : side.ContentPlace;
            chunk.Bytes.Slice(offset, room).CopyTo(side.Content.AsSpan(side.ContentLength));
            side.ContentLength += room;
        }
    }

    /// <summary>An SSLv2-framed hello; what follows it are records again.</summary>
    private int GatherSslv2(in InspectionContext context, TlsSide side, scoped in StreamChunk chunk)
    {
        var buffer = side.Sslv2!;
        var taken = 0;
        while (taken < chunk.Bytes.Length && (buffer.Length < 2 || buffer.Length < Sslv2Hello.Length(buffer.Bytes)))
        {
            var missing = buffer.Length < 2 ? 2 - buffer.Length : Sslv2Hello.Length(buffer.Bytes) - buffer.Length;
            var length = Math.Min(missing, chunk.Bytes.Length - taken);
            if (!buffer.TryAppend(chunk.Bytes.Slice(taken, length), chunk, taken))
            {
                side.Done = true;
                return chunk.Bytes.Length;
            }

            taken += length;
        }

        if (buffer.Length >= 2 && buffer.Length == Sslv2Hello.Length(buffer.Bytes))
        {
            side.Done = !Sslv2Hello.Apply(context, MessageView.In(buffer));
            _buffers.Return(ref side.Sslv2);
        }

        return taken;
    }

    private TlsSide Other(TlsSide side) => side == _forward ? _backward : _forward;

    private static Place PlaceOf(scoped in StreamChunk chunk, int offset) =>
        new(chunk.Frame, chunk.FrameOffset < 0 ? -1 : chunk.FrameOffset + offset, chunk.Time);

    private static bool Invalid(in InspectionContext context, TlsSide side, int offset, int length, FindingDetail detail)
    {
        var place = side.HeaderPlace;
        context.ReportAt(FindingName.TlsRecordInvalid, place.Frame, place.Offset < 0 ? -1 : place.Offset + offset, length, place.Time, detail);
        return false;
    }
}
