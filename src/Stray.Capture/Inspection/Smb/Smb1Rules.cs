using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Smb;

/// <summary>SMB 1 (MS-CIFS s2.2): a header of 32 bytes, then words and bytes by count, perhaps a chain of AndX commands.</summary>
internal sealed class Smb1Rules
{
    private const int HeaderLength = 32;
    private const int FlagsOffset = 9;
    private const byte ReplyFlag = 0x80;
    private const byte Negotiate = 0x72;
    private const byte LockingAndX = 0x24;
    private const byte WriteAndX = 0x2F;
    private const byte Transaction2 = 0x32;
    private const byte NoFurther = 0xFF;

    /// <summary>Chains of honest clients have two or three links.</summary>
    private const int MaximumDepth = 30;

    private int _dialects = -1;

    public void Reset() => _dialects = -1;

    /// <param name="message">From 0xFF 'S' 'M' 'B' on, as far as it is kept.</param>
    public SmbFlaw Check(ReadOnlySpan<byte> message, long length, Sender sender, OpenWrites writes)
    {
        if (length < HeaderLength + 3)
        {
            return SmbFlaw.Malformed("message of {0} bytes, too few for an SMB header", 0, 4, length);
        }

        if (message.Length < HeaderLength + 3)
        {
            return default;
        }

        var command = message[4];
        var isReply = (message[FlagsOffset] & ReplyFlag) != 0;
        if (sender == Sender.Client && isReply)
        {
            return SmbFlaw.WrongWay("reply sent to the server", FlagsOffset, 1);
        }

        // Breaking an opportunistic lock is the one thing a server asks (MS-CIFS s3.3.4.2).
        if (sender == Sender.Server && !isReply && command != LockingAndX)
        {
            return SmbFlaw.WrongWay("request sent to the client", FlagsOffset, 1);
        }

        var flaw = CheckChain(message, length, command, isReply, writes);
        return flaw.Text is null && command == Negotiate ? CheckDialects(message, isReply) : flaw;
    }

    private static SmbFlaw CheckChain(ReadOnlySpan<byte> message, long length, byte command, bool isReply, OpenWrites writes)
    {
        var at = HeaderLength;
        for (var depth = 0; at < message.Length; depth++)
        {
            var words = message[at];
            var bytesAt = at + 1 + (2 * words);
            if (bytesAt + 2 > length)
            {
                return SmbFlaw.Malformed("{0} words run past the message", at, 1, words);
            }

            if (bytesAt + 2 > message.Length)
            {
                return default;
            }

            var count = BinaryPrimitives.ReadUInt16LittleEndian(message[bytesAt..]);
            if (bytesAt + 2 + count > length)
            {
                return SmbFlaw.Malformed("{0} bytes of data run past the message", bytesAt, 2, count);
            }

            var flaw = isReply ? default : CheckRequest(message, at, command, words, writes);
            if (flaw.Text is not null || words < 2 || !IsChained(command) || message[at + 1] == NoFurther)
            {
                return flaw;
            }

            var next = BinaryPrimitives.ReadUInt16LittleEndian(message[(at + 3)..]);
            if (next <= at || next >= length || depth >= MaximumDepth)
            {
                return SmbFlaw.Malformed("next command at {0}, which leads nowhere", at + 3, 2, next);
            }

            command = message[at + 1];
            at = next;
        }

        return default;
    }

    private static SmbFlaw CheckRequest(ReadOnlySpan<byte> message, int at, byte command, byte words, OpenWrites writes)
    {
        if (command == Transaction2 && words < 15)
        {
            return SmbFlaw.Malformed("transaction of {0} words names no subcommand", at, 1, words);
        }

        if (command != WriteAndX || words is not (12 or 14))
        {
            return default;
        }

        var block = message[(at + 1)..];
        var file = BinaryPrimitives.ReadUInt16LittleEndian(block[4..]);
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(block[6..]);
        offset |= words == 14 ? (ulong)BinaryPrimitives.ReadUInt32LittleEndian(block[24..]) << 32 : 0;
        var size = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(block[18..]) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(block[20..]);
        var append = offset is 0xFFFFFFFF or 0xFFFFFFFFFFFFFFFF || (block[14] & 0x0C) != 0; // the end of the file, or a message pipe
        return !append && writes.Overlaps(file, offset, size)
            ? SmbFlaw.WrongWay("write at {0} over one that has no answer yet", at + 7, 4, (long)offset) : default;
    }

    /// <summary>Commands whose words begin with the next command (MS-CIFS s2.2.3.4).</summary>
    private static bool IsChained(byte command) => command is LockingAndX or 0x2D or 0x2E or WriteAndX or 0x73 or 0x74 or 0x75 or 0xA2;

    /// <summary>MS-CIFS s2.2.4.52: strings marked with 2; the answer is an index into them.</summary>
    private SmbFlaw CheckDialects(ReadOnlySpan<byte> message, bool isReply)
    {
        var words = message[HeaderLength];
        var at = HeaderLength + 1 + (2 * words);
        if (isReply)
        {
            var index = words == 0 ? (ushort)0xFFFF : BinaryPrimitives.ReadUInt16LittleEndian(message[(HeaderLength + 1)..]);
            return index != 0xFFFF && _dialects >= 0 && index >= _dialects
                ? SmbFlaw.Malformed("dialect {0}, which was not offered", HeaderLength + 1, 2, index) : default;
        }

        var end = at + 2 + BinaryPrimitives.ReadUInt16LittleEndian(message[at..]);
        if (end > message.Length)
        {
            return default;
        }

        var count = 0;
        for (at += 2; at < end; count++)
        {
            var length = message[at..end].IndexOf((byte)0);
            if (message[at] != 2 || length < 0)
            {
                return SmbFlaw.Malformed("list of dialects is broken after {0}", at, 1, count);
            }

            at += length + 1;
        }

        _dialects = count;
        return count == 0 ? SmbFlaw.Malformed("no dialect offered", end - 2, 2) : default;
    }
}
