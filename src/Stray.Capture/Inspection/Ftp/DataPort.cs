using System.Buffers.Text;
using Stray.Contracts.Flows;

namespace Stray.Capture.Inspection.Ftp;

/// <summary>Where a client wants its data sent: PORT's six numbers (RFC 959 s5.3.2), EPRT's delimited fields (RFC 2428 s2).</summary>
internal readonly record struct DataPort(Address Address, int Port)
{
    /// <param name="text">"h1,h2,h3,h4,p1,p2".</param>
    public static bool TryParsePort(ReadOnlySpan<byte> text, out DataPort port)
    {
        port = default;
        text = text.Trim((byte)' ');
        Span<byte> numbers = stackalloc byte[6];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!Utf8Parser.TryParse(text, out numbers[i], out var used) || (i < 5 ? used >= text.Length || text[used] != ',' : used != text.Length))
            {
                return false;
            }

            text = text[Math.Min(used + 1, text.Length)..];
        }

        port = new DataPort(Address.FromBytes(numbers[..4]), (numbers[4] << 8) | numbers[5]);
        return true;
    }

    /// <param name="text">"|1|192.0.2.1|6275|", the delimiter being any character.</param>
    public static bool TryParseExtended(ReadOnlySpan<byte> text, out DataPort port)
    {
        port = default;
        if (text.Length < 8 || text[^1] != text[0])
        {
            return false;
        }

        var fields = text[1..^1];
        var first = fields.IndexOf(text[0]);
        var last = fields.LastIndexOf(text[0]);
        if (first != 1 || last <= first || fields[0] is not ((byte)'1' or (byte)'2'))
        {
            return false;
        }

        Span<char> address = stackalloc char[64];
        var name = fields[(first + 1)..last];
        if (name.Length > address.Length || System.Text.Ascii.ToUtf16(name, address, out var length) != System.Buffers.OperationStatus.Done
            || !Address.TryParse(address[..length], out var parsed)
            || !Utf8Parser.TryParse(fields[(last + 1)..], out ushort number, out var used) || used != fields.Length - last - 1)
        {
            return false;
        }

        port = new DataPort(parsed, number);
        return true;
    }

    /// <summary>
    /// The data would go to somebody else than <paramref name="client"/>. A private address behind a public one is a client
    /// that does not know of its NAT, 0.0.0.0 one that does not know its address.
    /// </summary>
    public bool IsThirdParty(Address client) =>
        Address != client && Address.IsV4 == client.IsV4 && (!Address.IsV4 || (Address.V4 != 0 && (!IsPrivate(Address.V4) || IsPrivate(client.V4))));

    private static bool IsPrivate(uint address) =>
        address >> 24 == 10 || address >> 20 == 0xAC1 || address >> 16 is 0xC0A8 or 0xA9FE || address >> 22 == 0x191 || address >> 24 == 127;
}
