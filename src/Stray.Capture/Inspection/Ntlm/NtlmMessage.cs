using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Ntlm;

/// <summary>
/// NTLMSSP messages (MS-NLMP s2.2.1) as other protocols carry them: their buffers must lie within the message, and the
/// challenge's attribute pairs must end with their terminator.
/// </summary>
internal static class NtlmMessage
{
    private const int Challenge = 2;
    private const int Authenticate = 3;
    private const uint HasTargetInfo = 0x00800000;

    public static ReadOnlySpan<byte> Signature => "NTLMSSP\0"u8;

    /// <summary>Checks a message that may be followed by other bytes.</summary>
    /// <returns>The flaw and its offset; a null text when there is none.</returns>
    public static (string? Text, int Offset) Check(ReadOnlySpan<byte> message)
    {
        if (message.Length < 12)
        {
            return ("NTLM message ends within its header", 0);
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(message[8..]) switch
        {
            Challenge => CheckChallenge(message),
            Authenticate => CheckFields(message, 12, 6, 64),
            1 => default,
            _ => ("NTLM message of unknown type", 8),
        };
    }

    private static (string? Text, int Offset) CheckChallenge(ReadOnlySpan<byte> message)
    {
        var flaw = CheckFields(message, 12, 1, 32);
        if (flaw.Text is not null || (BinaryPrimitives.ReadUInt32LittleEndian(message[20..]) & HasTargetInfo) == 0 || message.Length < 48)
        {
            return flaw;
        }

        flaw = CheckFields(message, 40, 1, 48);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(message[40..]);
        return flaw.Text is not null || length == 0 ? flaw : CheckPairs(message, (int)BinaryPrimitives.ReadUInt32LittleEndian(message[44..]), length);
    }

    /// <summary>Security buffers: length, maximum length, offset.</summary>
    private static (string? Text, int Offset) CheckFields(ReadOnlySpan<byte> message, int at, int count, int minimum)
    {
        if (message.Length < minimum)
        {
            return ("NTLM message ends within its fixed part", at);
        }

        for (var i = 0; i < count; i++, at += 8)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(message[at..]);
            var offset = BinaryPrimitives.ReadUInt32LittleEndian(message[(at + 4)..]);
            if (length > 0 && (ulong)offset + length > (ulong)message.Length)
            {
                return ("NTLM buffer lies outside its message", at);
            }
        }

        return default;
    }

    /// <summary>MS-NLMP s2.2.2.1: attribute, length, value; the list ends with attribute 0 of length 0.</summary>
    private static (string? Text, int Offset) CheckPairs(ReadOnlySpan<byte> message, int start, int length)
    {
        var end = start + length;
        for (var at = start; at + 4 <= end;)
        {
            var attribute = BinaryPrimitives.ReadUInt16LittleEndian(message[at..]);
            var size = BinaryPrimitives.ReadUInt16LittleEndian(message[(at + 2)..]);
            if (attribute == 0)
            {
                return size == 0 ? default : ("NTLM attribute list ends with a value", at);
            }

            if (size > end - at - 4)
            {
                return ("NTLM attribute runs past its list", at);
            }

            at += 4 + size;
        }

        return ("NTLM attribute list has no end", start);
    }
}
