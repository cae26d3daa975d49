using System.Buffers.Binary;

namespace Stray.Capture.Inspection.OncRpc;

/// <summary>
/// One call or reply (RFC 5531 s9). Reads what was captured; lengths are held against the message's length on the wire.
/// </summary>
internal readonly ref struct OncRpcMessage(ReadOnlySpan<byte> bytes, long wireLength)
{
    public const uint Call = 0;
    public const uint Reply = 1;

    /// <summary>RFC 5531 s8.2: an authentication body is at most this long.</summary>
    private const uint LongestAuth = 400;
    private const int CallHeader = 24;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly long _wireLength = wireLength;

    public bool HasHead => _bytes.Length >= 8;

    public uint Id => Word(0);

    public uint Type => Word(4);

    public uint Program => _bytes.Length >= 16 ? Word(12) : 0;

    public (string? Text, int Offset, long Value) Check() => Type switch
    {
        Call => CheckCall(),
        Reply => CheckReply(),
        _ => ("message is neither call nor reply, but {0}", 4, Type),
    };

    private (string? Text, int Offset, long Value) CheckCall()
    {
        if (_wireLength < CallHeader + 16)
        {
            return ("call of {0} bytes, too few for its header", 0, _wireLength);
        }

        if (_bytes.Length < CallHeader)
        {
            return default;
        }

        if (Word(8) != 2)
        {
            return ("call of RPC version {0}", 8, Word(8));
        }

        var limit = ProgramLimits.Highest(Word(12), Word(16));
        if (limit is { } highest && Word(20) > highest)
        {
            return ("procedure {0}, which the program does not have", 20, Word(20));
        }

        var at = CallHeader;
        var flaw = CheckAuth(ref at);
        return flaw.Text is null ? CheckAuth(ref at) : flaw;
    }

    private (string? Text, int Offset, long Value) CheckReply()
    {
        if (_wireLength < 20)
        {
            return ("reply of {0} bytes, too few for its header", 0, _wireLength);
        }

        if (_bytes.Length < 20)
        {
            return default;
        }

        if (Word(8) > 1)
        {
            return ("reply status {0}", 8, Word(8));
        }

        if (Word(8) == 1)
        {
            return Word(12) > 1 ? ("rejection for reason {0}", 12, Word(12)) : default;
        }

        var at = 12;
        var flaw = CheckAuth(ref at);
        return flaw.Text is null && at + 4 <= _bytes.Length && Word(at) > 5 ? ("acceptance status {0}", at, Word(at)) : flaw;
    }

    /// <summary>Flavour, length, body padded to four bytes (RFC 5531 s8.2).</summary>
    private (string? Text, int Offset, long Value) CheckAuth(ref int at)
    {
        if (at + 8 > _bytes.Length)
        {
            var cut = at + 8 <= _wireLength;
            at = _bytes.Length;
            return cut ? default : ("message of {0} bytes ends within its credentials", 0, _wireLength);
        }

        var length = Word(at + 4);
        if (length > LongestAuth)
        {
            return ("credentials of {0} bytes, more than 400", at + 4, length);
        }

        var end = at + 8 + ((length + 3) & ~3u);
        if (end > _wireLength)
        {
            return ("credentials of {0} bytes run past the message", at + 4, length);
        }

        at = (int)end;
        return default;
    }

    private uint Word(int offset) => BinaryPrimitives.ReadUInt32BigEndian(_bytes[offset..]);
}
