using System.Runtime.InteropServices;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Transport;

/// <summary>
/// Checksums that cover the pseudo-header (RFC 9293 s3.1, RFC 768, RFC 8200 s8.1). Judged only when the whole segment was
/// captured; the trace of checksum offload is told apart from a wrong sum.
/// </summary>
internal sealed class TransportChecksum(DecodingReport report)
{
    /// <param name="length">Bytes the checksum covers, from the cursor on.</param>
    /// <param name="field">Offset of the checksum within them.</param>
    public void Check(FindingName name, ChecksumTotals totals, ref Packet packet, scoped in Cursor cursor,
        (int Length, int Field) covered)
    {
        if (cursor.Captured < covered.Length || cursor.PseudoLost)
        {
            totals.Unverified++;
            return;
        }

        var segment = packet.Bytes.Slice(cursor.Offset, covered.Length);
        var pseudo = PseudoHeader(packet, cursor, covered.Length);
        if (InternetChecksum.IsValid(pseudo + InternetChecksum.Sum(segment)))
        {
            totals.Good++;
            return;
        }

        Wrong(name, totals, ref packet, cursor, pseudo, covered.Field);
    }

    private void Wrong(FindingName name, ChecksumTotals totals, ref Packet packet, scoped in Cursor cursor, ulong pseudo,
        int field)
    {
        var partial = MemoryMarshal.Read<ushort>(packet.Bytes[(cursor.Offset + field)..]) == InternetChecksum.Fold(pseudo);
        packet.ChecksumOffloaded = partial;
        packet.ChecksumBad = !partial;
        totals.Offloaded += partial ? 1 : 0;
        totals.Bad += partial ? 0 : 1;
        report.Add(name, packet, cursor.Offset + field, 2, partial
            ? "checksum left to the network card: the pseudo-header's sum only"
            : "checksum is wrong");
    }

    private static ulong PseudoHeader(scoped in Packet packet, scoped in Cursor cursor, int length)
    {
        // Length and protocol are big-endian words; what matters is their place in the machine's words.
        var constant = BitConverter.IsLittleEndian
            ? (ulong)System.Buffers.Binary.BinaryPrimitives.ReverseEndianness((uint)length) + ((ulong)packet.Protocol << 8)
            : (ulong)length + packet.Protocol;
        if (packet.IpVersion == 4)
        {
            return constant + MemoryMarshal.Read<uint>(packet.Bytes[cursor.PseudoSource..])
                + MemoryMarshal.Read<uint>(packet.Bytes[cursor.PseudoDestination..]);
        }

        return constant + InternetChecksum.Sum(packet.Bytes.Slice(cursor.PseudoSource, 16))
            + InternetChecksum.Sum(packet.Bytes.Slice(cursor.PseudoDestination, 16));
    }
}
