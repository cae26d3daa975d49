using System.Buffers.Binary;
using System.Net;

namespace Stray.Tests.Capture;

/// <summary>
/// Builds packets layer by layer as byte arrays, lengths and checksums right, so that a test breaks exactly the byte it is
/// about. <c>Ethernet(0x0800, Ipv4(17, Udp(1000, 53, payload)))</c>.
/// </summary>
internal static class PacketBuilder
{
    public const string Client = "10.0.0.1", Server = "10.0.0.2", Client6 = "2001:db8::1", Server6 = "2001:db8::2";
    public const string ClientMac = "02:00:00:00:00:01", ServerMac = "02:00:00:00:00:02";

    /// <summary>Bytes from hexadecimal text; blanks are for the eye.</summary>
    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(p => p)];

    public static byte[] Zeros(int length) => new byte[length];

    /// <summary>Bytes without a pattern, the same for every run.</summary>
    public static byte[] Noise(int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Mac(string text) => Hex(text.Replace(":", "", StringComparison.Ordinal));

    public static byte[] Address(string text) => IPAddress.Parse(text).GetAddressBytes();

    public static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] U32(long value) => [.. U16((int)(value >> 16) & 0xFFFF), .. U16((int)value & 0xFFFF)];

    /// <summary>The packet with the bytes at an offset replaced.</summary>
    public static byte[] Patch(byte[] packet, int offset, params byte[] bytes)
    {
        var copy = (byte[])packet.Clone();
        bytes.CopyTo(copy, offset);
        return copy;
    }

    public static byte[] Ethernet(int type, byte[] payload, string source = ClientMac, string destination = ServerMac) =>
        Join(Mac(destination), Mac(source), U16(type), payload);

    public static byte[] Vlan(int id, int type, byte[] payload) => Join(U16(id), U16(type), payload);

    /// <summary>An ARP message for IPv4 over Ethernet in its frame.</summary>
    public static byte[] Arp(int operation, string senderMac, string sender, string target, string? to = null) => Ethernet(0x0806,
        Join(Hex("0001 0800 06 04"), U16(operation), Mac(senderMac), Address(sender), Mac(to ?? "00:00:00:00:00:00"), Address(target)),
        senderMac, to ?? "ff:ff:ff:ff:ff:ff");

    /// <param name="fragment">The flags and offset field.</param>
    public static byte[] Ipv4(
        int protocol, byte[] payload, string source = Client, string destination = Server, int fragment = 0, int id = 1, byte[]? options = null)
    {
        options ??= [];
        var length = 20 + options.Length;
        var header = Join([(byte)(0x40 | (length / 4)), 0], U16(length + payload.Length), U16(id), U16(fragment), [64, (byte)protocol], U16(0),
            Address(source), Address(destination), options);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(10), Checksum(header));
        return fragment == 0 ? Join(header, Sealed(payload, protocol, Join(Address(source), Address(destination)))) : Join(header, payload);
    }

    public static byte[] Ipv6(int next, byte[] payload, int hopLimit = 64, string source = Client6, string destination = Server6, int? upper = null, int skip = 0)
    {
        var header = Join(Hex("60000000"), U16(payload.Length), [(byte)next, (byte)hopLimit], Address(source), Address(destination));
        var sealedUpper = Sealed(payload[skip..], upper ?? next, Join(Address(source), Address(destination)));
        return Join(header, payload[..skip], sealedUpper);
    }

    public static byte[] Udp(int source, int destination, byte[] payload) => Join(U16(source), U16(destination), U16(8 + payload.Length), U16(0), payload);

    public static byte[] Tcp(
        int flags = 0x18, byte[]? payload = null, byte[]? options = null, int source = 40000, int destination = 80, long acknowledgment = 7, int urgent = 0)
    {
        options ??= [];
        return Join(U16(source), U16(destination), U32(1000), U32((flags & 0x10) != 0 ? acknowledgment : 0),
            [(byte)((20 + options.Length) / 4 << 4), (byte)flags], U16(1024), U16(0), U16(urgent), options, payload ?? []);
    }

    /// <summary>An ICMP message: type, code, checksum to be filled in, then the rest.</summary>
    public static byte[] Icmp(int type, int code, byte[] rest) => Join([(byte)type, (byte)code, 0, 0], rest);

    /// <summary>A whole frame: Ethernet, IPv4, and one of TCP, UDP or ICMP.</summary>
    public static byte[] Frame4(int protocol, byte[] payload) => Ethernet(0x0800, Ipv4(protocol, payload));

    public static byte[] Frame6(int next, byte[] payload, int hopLimit = 64) => Ethernet(0x86DD, Ipv6(next, payload, hopLimit));

    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += (uint)(bytes[i] << (i % 2 == 0 ? 8 : 0));
        }

        sum = (sum >> 16) + (sum & 0xFFFF);
        return (ushort)~((sum >> 16) + sum);
    }

    /// <summary>The payload with its transport checksum filled in, where it has one and is long enough.</summary>
    private static byte[] Sealed(byte[] payload, int protocol, byte[] addresses)
    {
        var (field, pseudo) = protocol switch
        {
            1 or 2 => (2, false),
            6 => (16, true),
            17 => (6, true),
            58 => (2, true),
            _ => (-1, false),
        };
        if (field < 0 || payload.Length < field + 2)
        {
            return payload;
        }

        var copy = Patch(payload, field, 0, 0);
        var sum = Checksum(pseudo ? Join(addresses, U32(payload.Length), U32(protocol), copy) : copy);
        return Patch(copy, field, U16(sum == 0 && protocol == 17 ? 0xFFFF : sum));
    }
}
