using System.Buffers.Binary;
using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Dns;

/// <summary>Whether bytes begin a DNS message, whatever the port.</summary>
public static class DnsProbe
{
    /// <summary>No real message asks more at once; mDNS comes closest.</summary>
    private const int MostQuestions = 64;
    private const int MostRecords = 1024;

    /// <param name="firstBytes">The first datagram, or the first bytes of one side's stream.</param>
    public static ProbeResult Probe(ReadOnlySpan<byte> firstBytes, Side side, bool udp)
    {
        var message = firstBytes;
        if (!udp)
        {
            if (message.Length < 2)
            {
                return ProbeResult.Maybe;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(message);
            if (length < DnsHeader.Length)
            {
                return ProbeResult.No;
            }

            message = message.Slice(2, Math.Min(length, message.Length - 2));
        }

        return message.Length < DnsHeader.Length
            ? udp ? ProbeResult.No : ProbeResult.Maybe
            : ProbeMessage(message, new DnsHeader(message));
    }

    private static ProbeResult ProbeMessage(ReadOnlySpan<byte> message, DnsHeader header)
    {
        var records = header.Answers + header.Authorities + header.Additionals;
        if (IsPlainQuery(message, header, records))
        {
            return ProbeResult.Yes;
        }

        if (header.Questions > MostQuestions || records > MostRecords || header.Questions + records == 0)
        {
            return ProbeResult.No;
        }

        if (header.Questions == 0)
        {
            return header.IsResponse && header.Opcode == 0 && BeginsRecord(message) ? ProbeResult.Yes : ProbeResult.No;
        }

        var name = DnsNames.Read(message, DnsHeader.Length, default);
        if (name.Fault != DnsNameFault.None || name.End + 4 > message.Length)
        {
            return header.Questions <= 2 && header.Opcode <= 6 ? ProbeResult.Maybe : ProbeResult.No;
        }

        var type = BinaryPrimitives.ReadUInt16BigEndian(message[name.End..]);
        return DnsTypes.IsAssigned(type) && IsClass(message, name.End + 2) ? ProbeResult.Yes : ProbeResult.No;
    }

    /// <summary>
    /// A recursive query for something spelled like a host name: sure enough to look on also when the count or the rest of
    /// the name is absurd, which is then what there is to find.
    /// </summary>
    private static bool IsPlainQuery(ReadOnlySpan<byte> message, DnsHeader header, int records)
    {
        if (header.Flags != 0x0100 || records != 0 || header.Questions == 0 || message.Length < DnsHeader.Length + 4)
        {
            return false;
        }

        var length = message[DnsHeader.Length];
        var label = message.Slice(DnsHeader.Length + 1, Math.Min(length, message.Length - DnsHeader.Length - 1));
        return length is > 0 and < 64 && DnsNameText.IllegalAt(label, service: false, host: true) < 0;
    }

    private static bool BeginsRecord(ReadOnlySpan<byte> message)
    {
        var name = DnsNames.Read(message, DnsHeader.Length, default);
        return name.Fault == DnsNameFault.None && name.Length > 1 && name.End + 10 <= message.Length
            && DnsTypes.IsAssigned(BinaryPrimitives.ReadUInt16BigEndian(message[name.End..])) && IsClass(message, name.End + 2);
    }

    /// <summary>IN, CH, HS, NONE or ANY; the top bit is mDNS's (unicast response wanted, cache flush).</summary>
    private static bool IsClass(ReadOnlySpan<byte> message, int at) =>
        (BinaryPrimitives.ReadUInt16BigEndian(message[at..]) & 0x7FFF) is 1 or 3 or 4 or DnsTypes.ClassNone or DnsTypes.ClassAny;
}
