using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Stray.Contracts.Flows;

/// <summary>
/// A network address as 128 bits: IPv4 in its IPv4-mapped form (::ffff:a.b.c.d, RFC 4291 s2.5.5.2), IPv6 as it is,
/// a MAC address in the low 48 bits of a key of kind link. A value, so that flow keys compare and hash without allocation.
/// </summary>
public readonly record struct Address(ulong High, ulong Low) : IComparable<Address>
{
    private const ulong MappedPrefix = 0x0000_FFFF_0000_0000UL;

    public bool IsV4 => High == 0 && (Low & 0xFFFF_FFFF_0000_0000UL) == MappedPrefix;

    /// <summary>The IPv4 address in host order; meaningful only when <see cref="IsV4"/>.</summary>
    public uint V4 => (uint)Low;

    public static Address FromV4(uint hostOrder) => new(0, MappedPrefix | hostOrder);

    /// <param name="bytes">4 or 16 bytes in network order.</param>
    public static Address FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == 4
        ? FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes))
        : new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public static Address FromMac(ReadOnlySpan<byte> bytes) =>
        new(0, ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));

    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        address = default;
        if (!IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        parsed.TryWriteBytes(bytes, out var written);
        address = FromBytes(bytes[..written]);
        return true;
    }

    /// <summary>Writes 4 or 16 bytes in network order and returns how many.</summary>
    public int WriteBytes(Span<byte> destination)
    {
        if (IsV4)
        {
            BinaryPrimitives.WriteUInt32BigEndian(destination, V4);
            return 4;
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, High);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Low);
        return 16;
    }

    public int CompareTo(Address other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public static bool operator <(Address left, Address right) => left.CompareTo(right) < 0;

    public static bool operator >(Address left, Address right) => left.CompareTo(right) > 0;

    public static bool operator <=(Address left, Address right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Address left, Address right) => left.CompareTo(right) >= 0;

    public string ToMacString() => string.Create(17, Low, static (text, mac) =>
    {
        for (var i = 0; i < 6; i++)
        {
            ((byte)(mac >> (40 - (8 * i)))).TryFormat(text[(3 * i)..], out _, "x2");
            if (i < 5)
            {
                text[(3 * i) + 2] = ':';
            }
        }
    });

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[16];
        return new IPAddress(bytes[..WriteBytes(bytes)]).ToString();
    }

    public AddressFamily Family => IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
}
