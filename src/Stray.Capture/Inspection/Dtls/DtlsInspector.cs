using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Tls;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Dtls;

/// <summary>DTLS 1.0 to 1.3 (RFC 4347, 6347, 9147): records of each datagram, handshake fragments while they are in the clear.</summary>
public sealed class DtlsInspector : ProtocolInspector
{
    private const int RecordHeader = 13;

    /// <summary>Encrypted datagrams a side may send before the flow is left alone.</summary>
    private const int MaximumEncrypted = 64;

    private readonly TlsSession _session = new('d');
    private readonly DtlsHandshake _forward;
    private readonly DtlsHandshake _backward;
    private int _encrypted;

    public DtlsInspector(StreamBufferPool buffers)
    {
        _forward = new DtlsHandshake(buffers, _session);
        _backward = new DtlsHandshake(buffers, _session);
    }

    public override string Protocol => "dtls";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _session.Reset();
        _forward.Reset();
        _backward.Reset();
        _encrypted = 0;
    }

    public override bool Wants(Side side) => _encrypted <= MaximumEncrypted;

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (!Wants(context.Side))
        {
            return;
        }

        var offset = 0;
        while (offset < chunk.Bytes.Length)
        {
            var length = ReadRecord(context, chunk, offset);
            if (length <= 0)
            {
                return;
            }

            offset += length;
        }
    }

    /// <returns>Length of the record, or 0 when nothing more of the datagram can be read.</returns>
    private int ReadRecord(in InspectionContext context, scoped in StreamChunk chunk, int offset)
    {
        var rest = chunk.Bytes[offset..];
        if (rest[0] is < ContentType.ChangeCipherSpec or > 26)
        {
            _encrypted += rest[0] is >= 32 and < 64 ? 1 : 0; // DTLS 1.3 ciphertext, RFC 9147 s4; else STUN or RTP beside it
            return 0;
        }

        if (rest.Length < RecordHeader)
        {
            return chunk.WireLength > chunk.Bytes.Length
                ? 0 : Invalid(context, chunk, offset, rest.Length, "record header is cut off by the datagram's end");
        }

        if (rest[1] != 0xFE || rest[2] is not (0xFF or 0xFD or 0xFC))
        {
            return Invalid(context, chunk, offset + 1, 2, new FindingDetail("record of unknown version {0}.{1}", rest[1], rest[2]));
        }

        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[11..]);
        if (length > chunk.WireLength - offset - RecordHeader)
        {
            return Invalid(context, chunk, offset + 11, 2, new FindingDetail("record of {0} bytes runs past its datagram", length));
        }

        var epoch = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
        _encrypted += epoch > 0 ? 1 : 0;
        if (RecordHeader + length > rest.Length)
        {
            return 0; // cut by the snaplen
        }

        if (epoch == 0)
        {
            ReadContent(context, chunk, offset, length);
        }

        return RecordHeader + length;
    }

    private void ReadContent(in InspectionContext context, scoped in StreamChunk chunk, int offset, int length)
    {
        var record = chunk.Bytes.Slice(offset, RecordHeader + length);
        var body = record[RecordHeader..];
        if (record[0] == ContentType.Handshake)
        {
            var sequence = BinaryPrimitives.ReadUInt64BigEndian(record[3..]) & 0xFFFF_FFFF_FFFF;
            (context.Side == Side.Forward ? _forward : _backward).Append(context, chunk, offset + RecordHeader, length, sequence);
        }
        else if (record[0] == ContentType.Alert && length == 2 && body[0] == 2)
        {
            context.Report(FindingName.TlsFatalAlert, chunk, offset + RecordHeader, 2,
                new FindingDetail("fatal alert {0}", body[1]));
        }
        else if (record[0] == ContentType.Alert && (length != 2 || body[0] != 1))
        {
            context.Report(
                FindingName.TlsHandshakeMalformed, chunk, offset + RecordHeader, length,
                new FindingDetail("alert of {0} bytes and level {1}", length, length > 0 ? body[0] : 0));
        }
    }

    private static int Invalid(
        in InspectionContext context, scoped in StreamChunk chunk, int offset, int length, FindingDetail detail)
    {
        context.Report(FindingName.TlsRecordInvalid, chunk, offset, length, detail);
        return 0;
    }
}
