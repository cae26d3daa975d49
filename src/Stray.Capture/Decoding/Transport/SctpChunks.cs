using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Transport;

/// <summary>The chunks of an SCTP packet (RFC 9260 s3.2): lengths that fit, who stands alone (s6.10), whose tag is zero (s8.5).</summary>
internal sealed class SctpChunks(DecodingReport report)
{
    private const int Header = 4;
    private const byte Data = 0, Initiation = 1, InitiationAck = 2, ShutdownComplete = 14;

    public void Check(scoped in Packet packet, scoped in Cursor chunks, uint tag)
    {
        var at = chunks.Offset;
        for (var count = 1; at < chunks.WireEnd; count++)
        {
            if (chunks.WireEnd - at < Header)
            {
                Add(packet, at, chunks.End - at, new FindingDetail("{0} bytes cannot hold a chunk", chunks.WireEnd - at));
                return;
            }

            if (chunks.End - at < Header)
            {
                return; // cut by the snaplen
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(at + 2)..]);
            if (length < Header || length > chunks.WireEnd - at)
            {
                Add(packet, at + 2, 2, new FindingDetail("chunk length {0} where {1} bytes are left", length, chunks.WireEnd - at));
                return;
            }

            var next = at + ((length + 3) & ~3);
            CheckKind(packet, at, tag, count == 1 && next >= chunks.WireEnd);
            at = next;
        }
    }

    private void CheckKind(scoped in Packet packet, int at, uint tag, bool alone)
    {
        var type = packet.Bytes[at];
        if (type is Initiation or InitiationAck or ShutdownComplete && !alone)
        {
            Add(packet, at, 1, new FindingDetail("chunk of type {0} does not stand alone", type));
        }

        if (type == Initiation && tag != 0)
        {
            Add(packet, at, 1, "initiation with a verification tag");
        }
        else if (type == Data && tag == 0)
        {
            Add(packet, at, 1, "data without a verification tag");
        }
    }

    private void Add(scoped in Packet packet, int offset, int length, FindingDetail detail) =>
        report.Add(FindingName.DbOrDesktopProtocolInvalid, packet, offset, length, detail);
}
