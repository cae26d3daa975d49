using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Mqtt;

/// <summary>CONNECT (MQTT 3.1.1 s3.1, MQTT 5 s3.1): protocol name and level, flags that agree with each other, fields that fit.</summary>
internal static class ConnectRules
{
    /// <param name="body">What follows the fixed header, as far as it is there.</param>
    /// <param name="length">What follows the fixed header by its length.</param>
    /// <param name="level">3 (3.1), 4 (3.1.1) or 5; 0 when it says nothing known.</param>
    /// <returns>The flaw, its offset in the body and its length; a null text when there is none.</returns>
    public static (string? Text, int Offset, int Length) Check(ReadOnlySpan<byte> body, int length, out int level)
    {
        level = 0;
        if (body.Length < 2)
        {
            return default;
        }

        var name = BinaryPrimitives.ReadUInt16BigEndian(body);
        if (name is not (4 or 6))
        {
            return ("protocol name is neither MQTT nor MQIsdp", 0, 2);
        }

        if (body.Length < 2 + name + 4)
        {
            return length < 2 + name + 4 ? ("CONNECT ends within its variable header", 0, body.Length) : default;
        }

        var told = body.Slice(2, name);
        if (!told.SequenceEqual("MQTT"u8) && !told.SequenceEqual("MQIsdp"u8))
        {
            return ("protocol name is neither MQTT nor MQIsdp", 2, name);
        }

        var stated = body[2 + name] & 0x7F; // bridges set the highest bit
        if (stated is not (3 or 4 or 5) || (stated == 3) != (name == 6))
        {
            return ("protocol level is not that of its name", 2 + name, 1);
        }

        level = stated;
        return Flags(body[3 + name], 3 + name, level) is { Text: not null } flaw ? flaw : Payload(body, length, 6 + name, level);
    }

    private static (string? Text, int Offset, int Length) Flags(byte flags, int at, int level)
    {
        if ((flags & 1) != 0)
        {
            return ("reserved flag of CONNECT is set", at, 1);
        }

        var will = (flags & 4) != 0;
        if ((flags & 0x18) == 0x18 || (!will && (flags & 0x38) != 0 && level > 3))
        {
            return ("will flags contradict each other", at, 1);
        }

        return (flags & 0xC0) == 0x40 && level == 4 ? ("password without user name", at, 1) : default;
    }

    /// <summary>The client identifier must fit; versions before 5 have it right behind the header.</summary>
    private static (string? Text, int Offset, int Length) Payload(ReadOnlySpan<byte> body, int length, int at, int level)
    {
        if (level == 5 || at + 2 > body.Length)
        {
            return level != 5 && at + 2 > length ? ("CONNECT has no client identifier", 0, 2) : default;
        }

        return at + 2 + BinaryPrimitives.ReadUInt16BigEndian(body[at..]) > length ? ("client identifier runs past CONNECT", at, 2) : default;
    }
}
