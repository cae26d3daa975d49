using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Smb;

/// <summary>SMB 2 and 3 (MS-SMB2 s2.2): a header of 64 bytes, a body that begins with its own size, perhaps more of both.</summary>
internal sealed class Smb2Rules
{
    public const int TransformLength = 52;
    private const int HeaderLength = 64;
    private const int NextOffset = 20;
    private const int FlagsOffset = 16;
    private const int Negotiate = 0;
    private const int Write = 9;
    private const int Break = 18;
    private const ushort ErrorSize = 9;

    /// <summary>Fixed sizes of the bodies by command, requests and responses (MS-SMB2 s2.2.3 to s2.2.40).</summary>
    private static ReadOnlySpan<byte> RequestSizes => [36, 25, 4, 9, 4, 57, 24, 24, 49, 49, 48, 57, 4, 4, 33, 32, 41, 33];

    private static ReadOnlySpan<byte> ResponseSizes => [65, 9, 4, 16, 4, 89, 60, 4, 17, 17, 4, 49, 0, 4, 9, 9, 9, 2];

    /// <param name="message">From 0xFE 'S' 'M' 'B' on, as far as it is kept.</param>
    public SmbFlaw Check(ReadOnlySpan<byte> message, long length, Sender sender, OpenWrites writes)
    {
        for (var at = 0; ;)
        {
            var flaw = CheckHeader(message[at..], length - at, sender);
            if (flaw.Text is null && message.Length - at >= HeaderLength + 2)
            {
                flaw = CheckBody(message[at..], writes);
            }

            var next = message.Length - at >= HeaderLength ? BinaryPrimitives.ReadUInt32LittleEndian(message[(at + NextOffset)..]) : 0;
            if (flaw.Text is not null || next == 0 || at + next + HeaderLength > message.Length)
            {
                return flaw with { Offset = flaw.Offset + at };
            }

            at += (int)next;
        }
    }

    private static SmbFlaw CheckHeader(ReadOnlySpan<byte> message, long length, Sender sender)
    {
        if (length < HeaderLength)
        {
            return SmbFlaw.Malformed("message of {0} bytes, too few for an SMB2 header", 0, 4, length);
        }

        if (message.Length < HeaderLength)
        {
            return default;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(message[4..]) != HeaderLength)
        {
            return SmbFlaw.Malformed("header says it has {0} bytes", 4, 2, BinaryPrimitives.ReadUInt16LittleEndian(message[4..]));
        }

        var next = BinaryPrimitives.ReadUInt32LittleEndian(message[NextOffset..]);
        if (next != 0 && (next < HeaderLength || next % 8 != 0 || next + HeaderLength > length))
        {
            return SmbFlaw.Malformed("next command at {0}, which leads nowhere", NextOffset, 4, next);
        }

        var isResponse = (message[FlagsOffset] & 1) != 0;
        return sender == Sender.Client && isResponse ? SmbFlaw.WrongWay("response sent to the server", FlagsOffset, 4)
            : sender == Sender.Server && !isResponse ? SmbFlaw.WrongWay("request sent to the client", FlagsOffset, 4)
            : default;
    }

    private static SmbFlaw CheckBody(ReadOnlySpan<byte> message, OpenWrites writes)
    {
        var command = BinaryPrimitives.ReadUInt16LittleEndian(message[12..]);
        var isResponse = (message[FlagsOffset] & 1) != 0;
        var size = BinaryPrimitives.ReadUInt16LittleEndian(message[HeaderLength..]);
        if (command >= RequestSizes.Length)
        {
            return default; // newer than this list
        }

        if (command != Break && size != (isResponse ? ResponseSizes : RequestSizes)[command] && !(isResponse && size == ErrorSize))
        {
            return SmbFlaw.Malformed("body says it has {0} bytes", HeaderLength, 2, size);
        }

        if (isResponse)
        {
            return default;
        }

        var body = message[HeaderLength..];
        return command == Negotiate ? CheckDialects(body) : command == Write ? CheckWrite(body, writes) : default;
    }

    private static SmbFlaw CheckDialects(ReadOnlySpan<byte> body) =>
        body.Length >= 36 && BinaryPrimitives.ReadUInt16LittleEndian(body[2..]) == 0
            ? SmbFlaw.Malformed("no dialect offered", HeaderLength + 2, 2) : default;

    private static SmbFlaw CheckWrite(ReadOnlySpan<byte> body, OpenWrites writes)
    {
        if (body.Length < 32)
        {
            return default;
        }

        var offset = BinaryPrimitives.ReadUInt64LittleEndian(body[8..]);
        var file = BinaryPrimitives.ReadUInt64LittleEndian(body[16..]) ^ (BinaryPrimitives.ReadUInt64LittleEndian(body[24..]) << 1);
        var pipe = offset is 0 or ulong.MaxValue; // writes to pipes all begin at 0
        return !pipe && writes.Overlaps(file, offset, BinaryPrimitives.ReadUInt32LittleEndian(body[4..]))
            ? SmbFlaw.WrongWay("write at {0} over one that has no answer yet", HeaderLength + 8, 8, (long)offset) : default;
    }
}
