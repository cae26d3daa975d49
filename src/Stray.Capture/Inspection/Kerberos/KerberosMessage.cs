using Stray.Capture.Inspection.Asn1;

namespace Stray.Capture.Inspection.Kerberos;

/// <summary>Reads a Kerberos message element by element and says what RFC 4120 s5 rules out.</summary>
/// <param name="tag">The message's first byte: the application tag, which is its type.</param>
internal struct KerberosMessage(byte tag)
{
    private const byte Addresses = 0xA9;
    private const int Version = 5;

    private int _integers;
    private int _addressesEnd;
    private long _addressType;

    /// <summary>Whether the byte is the application tag of a message (RFC 4120 s5.10).</summary>
    public static bool IsTag(byte tag) => tag is >= 0x6A and <= 0x6F or 0x74 or 0x75 or 0x76 or 0x7E;

    /// <returns>What is wrong with the element, or null.</returns>
    public string? Take(BerElement element, ReadOnlySpan<byte> bytes)
    {
        if (element.Tag == BerElement.Integer && _integers < 2)
        {
            return TakeHead(element.Number(bytes), element.End > bytes.Length);
        }

        if (tag is 0x6A or 0x6C && element.Tag == Addresses)
        {
            _addressesEnd = element.End;
        }

        return element.Offset < _addressesEnd ? TakeAddress(element, bytes) : null;
    }

    /// <summary>Every message begins with the protocol's version and its own type again.</summary>
    private string? TakeHead(long value, bool cut)
    {
        _integers++;
        return cut ? null
            : _integers == 1 && value != Version ? "protocol version is not 5"
            : _integers == 2 && value != (tag & 0x1F) ? "message type is not that of its tag"
            : null;
    }

    /// <summary>RFC 4120 s7.5.3: IPv4 addresses are of 4 bytes, IPv6 ones of 16.</summary>
    private string? TakeAddress(BerElement element, ReadOnlySpan<byte> bytes)
    {
        if (element.Tag == BerElement.Integer)
        {
            _addressType = element.Number(bytes);
        }

        return element.Tag == BerElement.OctetString && ((_addressType == 2 && element.Length != 4) || (_addressType == 24 && element.Length != 16))
            ? "address is not of its type's length" : null;
    }
}
