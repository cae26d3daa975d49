using Stray.Capture.Inspection.Asn1;

namespace Stray.Capture.Inspection.Snmp;

/// <summary>Reads an SNMP message element by element, in the order of a walk, and says what no SNMP message has.</summary>
internal struct SnmpHeader
{
    /// <summary>An unsigned 64-bit value with a leading zero (RFC 3416 s2).</summary>
    private const int LongestInteger = 9;

    /// <summary>A sub-identifier is below 2^32 (RFC 3416 s3.5), seven bits a byte.</summary>
    private const int LongestSubidentifier = 5;

    private const int Third = 3;

    public SnmpHeader()
    {
    }

    public long Version { get; private set; } = -1;

    public int VersionAt { get; private set; }

    /// <summary>Tag of the PDU, 0 for version 3, whose PDU may be encrypted.</summary>
    public byte Pdu { get; private set; }

    /// <param name="index">Number of the element in the message, from 0.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public string? Take(int index, BerElement element, ReadOnlySpan<byte> bytes)
    {
        if (element.Tag == BerElement.Integer && element.Length is < 1 or > LongestInteger)
        {
            return element.Length == 0 ? "integer without a value" : "integer of more than 64 bits";
        }

        if (element.Tag == BerElement.ObjectIdentifier && LongestRun(element.Of(bytes)) > LongestSubidentifier)
        {
            return "sub-identifier of more than 32 bits";
        }

        return index switch
        {
            0 => element.Tag == BerElement.Sequence ? null : "message is no sequence",
            1 => TakeVersion(element, bytes),
            _ => Version == Third ? TakeThird(index, element, bytes) : TakeCommunity(index, element),
        };
    }

    private string? TakeVersion(BerElement element, ReadOnlySpan<byte> bytes)
    {
        if (element.Tag != BerElement.Integer)
        {
            return "message does not begin with its version";
        }

        Version = element.Number(bytes);
        VersionAt = element.Content;
        return Version is 0 or 1 or 2 or Third || element.End > bytes.Length ? null : "version does not exist";
    }

    /// <summary>Community, then a PDU (RFC 1901 s3; 2 is the abandoned SNMPv2u, left alone).</summary>
    private string? TakeCommunity(int index, BerElement element)
    {
        if (Version is not (0 or 1))
        {
            return null;
        }

        if (index == 3)
        {
            Pdu = element.Tag;
        }

        return index switch
        {
            2 when element.Tag != BerElement.OctetString => "community is no octet string",
            3 when element.Tag is < 0xA0 or > 0xA8 => "PDU is of no known kind",
            _ => null,
        };
    }

    /// <summary>RFC 3412 s6: global data of four elements, the last the security model (RFC 3411 s5: 1 to 4 are assigned).</summary>
    private static string? TakeThird(int index, BerElement element, ReadOnlySpan<byte> bytes) => index switch
    {
        2 when element.Tag != BerElement.Sequence => "version 3 message without its global data",
        5 when element.Tag != BerElement.OctetString || element.Length != 1 => "message flags are not one octet",
        6 when element.Tag != BerElement.Integer => "security model is no integer",
        6 when element.End <= bytes.Length && element.Number(bytes) is < 1 or > 4 => "security model is not assigned",
        _ => null,
    };

    private static int LongestRun(ReadOnlySpan<byte> identifier)
    {
        var (run, longest) = (0, 0);
        foreach (var digit in identifier)
        {
            longest = Math.Max(longest, ++run);
            run = digit >= 0x80 ? run : 0;
        }

        return longest;
    }
}
