using System.Buffers.Binary;

namespace Stray.Transport.Wire;

/// <summary>Confluent's wire format: a zero byte, the schema's id as four bytes big-endian, the Avro body.</summary>
public static class Framing
{
    /// <summary>Bytes before the body.</summary>
    public const int Length = 5;

    /// <summary>Writes the prefix into the first <see cref="Length"/> bytes.</summary>
    public static void Write(Span<byte> message, int schemaId)
    {
        message[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(message[1..], schemaId);
    }

    /// <summary>Splits a message; false with the reason when it has no such prefix.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out int schemaId, out ReadOnlySpan<byte> body, out string reason)
    {
        schemaId = 0;
        body = default;
        reason = message.Length < Length ? $"{message.Length} bytes, fewer than the prefix of a framed record" : "";
        if (reason.Length == 0 && message[0] != 0)
        {
            reason = $"first byte {message[0]}, not the 0 of a framed record";
        }

        if (reason.Length > 0)
        {
            return false;
        }

        schemaId = BinaryPrimitives.ReadInt32BigEndian(message[1..]);
        body = message[Length..];
        return true;
    }
}
