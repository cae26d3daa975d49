using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Mqtt;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>Databases, caches and message brokers.</summary>
internal static class StoreProbes
{
    /// <summary>The server's greeting: protocol 10 and a printable version, in a packet with sequence number 0.</summary>
    public static ProbeResult Mysql(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 6)
        {
            return bytes.Length >= 4 && bytes[3] > 1 ? ProbeResult.No : ProbeResult.Maybe;
        }

        var length = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        if (side == Side.Forward)
        {
            return bytes[3] == 1 && 4 + length == bytes.Length && length >= 32 ? ProbeResult.Maybe : ProbeResult.No;
        }

        var end = bytes[5..].IndexOf((byte)0);
        return bytes[3] == 0 && bytes[4] == 10 && length is > 30 and < 512 && end is > 3 and < 80 && Text.IsPrintable(bytes.Slice(5, end))
            ? ProbeResult.Yes
            : bytes[3] == 0 && bytes[4] == 0xFF && 4 + length == bytes.Length ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>PostgreSQL frontend/backend protocol 3: a startup packet, or a request to switch to TLS.</summary>
    public static ProbeResult Postgres(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            return (bytes.Length == 1 && bytes[0] is (byte)'S' or (byte)'N')
                || (bytes.Length >= 9 && bytes[0] is (byte)'R' or (byte)'E' && bytes[1] == 0 && bytes[2] == 0) ? ProbeResult.Maybe : ProbeResult.No;
        }

        if (bytes.Length < 8)
        {
            return bytes[0] == 0 ? ProbeResult.Maybe : ProbeResult.No;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]) switch
        {
            80877103 or 80877104 when length == 8 => ProbeResult.Yes,
            80877102 when length == 16 => ProbeResult.Yes,
            0x00030000 or 0x00030002 when length == bytes.Length && Text.Contains(bytes, "user"u8) => ProbeResult.Yes,
            _ => ProbeResult.No,
        };
    }

    /// <summary>MS-TDS s2.2.3: a packet header whose length is the message, of pre-login, login or response type.</summary>
    public static ProbeResult Tds(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 9 || BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) != bytes.Length || bytes[1] > 1 || bytes[7] != 0)
        {
            return ProbeResult.No;
        }

        return bytes[0] switch
        {
            0x12 when side == Side.Forward && bytes[8] == 0 => ProbeResult.Yes,
            0x10 or 0x01 when side == Side.Forward => ProbeResult.Maybe,
            0x04 when side == Side.Backward => ProbeResult.Maybe,
            _ => ProbeResult.No,
        };
    }

    /// <summary>RESP: an array of bulk strings from the client.</summary>
    public static ProbeResult Redis(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (side == Side.Backward)
        {
            return Text.BeginsAny(bytes, "+PONG\r\n|-NOAUTH |-WRONGPASS "u8) == ProbeResult.Yes ? ProbeResult.Yes
                : bytes[0] is (byte)'+' or (byte)'-' or (byte)':' or (byte)'$' or (byte)'*' or (byte)'%' ? ProbeResult.Maybe : ProbeResult.No;
        }

        var line = Text.FirstLine(bytes);
        if (bytes[0] != (byte)'*' || line.Length > 8 || line[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Text.AtMost(Text.BeginsAny(bytes, "PING\r\n|INFO\r\n"u8), ProbeResult.Maybe);
        }

        var rest = bytes[line.Length..];
        return line.Length == 1 || rest.Length < 3 ? ProbeResult.Maybe : rest.StartsWith("\r\n$"u8) ? ProbeResult.Yes : ProbeResult.No;
    }

    public static ProbeResult Memcached(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        var body = udp && bytes.Length > 8 && bytes[4] == 0 && bytes[6] == 0 && bytes[7] == 0 ? bytes[8..] : bytes;
        if (side == Side.Backward)
        {
            return Text.AtMost(Text.BeginsAny(body, "STAT |VALUE |END\r\n|STORED\r\n|VERSION |NOT_FOUND\r\n|DELETED\r\n"u8), ProbeResult.Maybe);
        }

        return Text.BeginsAny(body, "stats\r\n|stats items|stats slabs|stats settings"u8) is var stats and not ProbeResult.No ? stats
            : Text.AtMost(Text.BeginsAny(body, "get |gets |set |add |delete |incr |version\r\n|flush_all"u8), ProbeResult.Maybe);
    }

    /// <summary>MongoDB wire protocol: length, ids, and one of its operation codes.</summary>
    public static ProbeResult Mongo(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 16)
        {
            return ProbeResult.No;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var operation = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        return length is >= 20 and <= 48_000_000 && operation is 2004 or 2010 or 2011 or 2012 or 2013 ? ProbeResult.Yes
            : length >= 36 && operation == 1 && side == Side.Backward ? ProbeResult.Maybe : ProbeResult.No;
    }

    /// <summary>Oracle Net: a connect packet with its description.</summary>
    public static ProbeResult Oracle(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        bytes.Length >= 32 && BinaryPrimitives.ReadUInt16BigEndian(bytes) is var length && length <= 4096 && bytes[2] == 0 && bytes[3] == 0
            && ((bytes[4] == 1 && Text.Contains(bytes, "(description="u8)) || (bytes[4] == 1 && Text.Contains(bytes, "(connect_data="u8)))
            ? ProbeResult.Yes : ProbeResult.No;

    /// <summary>Kafka protocol guide: size, API key and version in range, then a printable client id.</summary>
    public static ProbeResult Kafka(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes.Length < 14 || BinaryPrimitives.ReadInt32BigEndian(bytes) != bytes.Length - 4)
        {
            return ProbeResult.No;
        }

        if (side == Side.Backward)
        {
            return ProbeResult.Maybe;
        }

        var key = BinaryPrimitives.ReadInt16BigEndian(bytes[4..]);
        var version = BinaryPrimitives.ReadInt16BigEndian(bytes[6..]);
        var name = BinaryPrimitives.ReadInt16BigEndian(bytes[12..]);
        return key is >= 0 and <= 92 && version is >= 0 and <= 20 && name is > 2 and < 256 && bytes.Length >= 14 + name
            && Text.IsPrintable(bytes.Slice(14, name)) ? ProbeResult.Yes : ProbeResult.No;
    }

    public static ProbeResult Amqp(ReadOnlySpan<byte> bytes, Side side, bool udp) => Text.Begins(bytes, "AMQP"u8) is var header && header != ProbeResult.No
        ? header
        : side == Side.Backward && bytes.Length >= 11 && bytes[0] == 1 && bytes[1] == 0 && bytes[2] == 0 && bytes[8] == 10 && bytes[10] == 10
            ? ProbeResult.Maybe : ProbeResult.No;

    /// <summary>MQTT 3.1.1 s3.1: CONNECT with the protocol's name; its other packets only fit.</summary>
    public static ProbeResult Mqtt(ReadOnlySpan<byte> bytes, Side side, bool udp)
    {
        if (bytes[0] == 0x10 && side == Side.Forward)
        {
            var i = 1;
            while (i < Math.Min(4, bytes.Length) && (bytes[i] & 0x80) != 0)
            {
                i++;
            }

            return bytes.Length < i + 7 ? ProbeResult.Maybe
                : bytes[(i + 1)..].StartsWith("\0\u0004MQTT"u8) || bytes[(i + 1)..].StartsWith("\0\u0006MQIsdp"u8) ? ProbeResult.Yes : ProbeResult.No;
        }

        if (side == Side.Backward && bytes.Length >= 4 && bytes[0] == 0x20 && bytes[1] >= 2 && bytes[2] <= 1)
        {
            return ProbeResult.Maybe;
        }

        return IsRunOfPackets(bytes, side) ? ProbeResult.Maybe : ProbeResult.No;
    }

    public static ProbeResult Nats(ReadOnlySpan<byte> bytes, Side side, bool udp) =>
        side == Side.Backward ? Text.Begins(bytes, "INFO {"u8) : Text.Begins(bytes, "CONNECT {"u8);

    /// <summary>MQTT packets of kinds this side sends that fill the bytes exactly, when the connection's beginning was not seen.</summary>
    private static bool IsRunOfPackets(ReadOnlySpan<byte> bytes, Side side)
    {
        while (!bytes.IsEmpty)
        {
            var type = bytes[0] >> 4;
            var foreign = side == Side.Forward ? MqttType.IsServers(type) : MqttType.IsClients(type);
            if (type is 0 or 15 || foreign || !MqttHeader.TryRead(bytes, out var header) || header.Remaining < 0
                || header.Remaining > bytes.Length - header.Length || header.Remaining < MqttType.Least(type))
            {
                return false;
            }

            bytes = bytes[(header.Length + header.Remaining)..];
        }

        return true;
    }
}
