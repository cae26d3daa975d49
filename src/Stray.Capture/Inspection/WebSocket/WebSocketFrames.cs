using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.WebSocket;

/// <summary>Walks the frames of one side of a WebSocket connection (RFC 6455 s5); payload is skipped by length.</summary>
internal sealed class WebSocketFrames
{
    private const int LongestHeader = 14;
    private const int CloseCodeLength = 2;
    private const int Continuation = 0, Binary = 2, Close = 8, Pong = 10;
    private const int LongestControl = 125;

    private readonly PlacedBuffer _header = new(LongestHeader + CloseCodeLength);
    private long _remaining;
    private bool _fragmented;
    private bool _closed;

    public bool IsLost { get; private set; }

    public void Reset()
    {
        _header.Reset();
        _remaining = 0;
        _fragmented = _closed = IsLost = false;
    }

    /// <param name="fromClient">Clients mask, servers do not (s5.1).</param>
    /// <param name="extended">An extension was negotiated: RSV1 (permessage-deflate) means something.</param>
    public void Read(scoped in InspectionContext context, scoped in StreamChunk chunk, bool fromClient, bool extended)
    {
        var position = 0;
        while (position < chunk.WireLength && !IsLost)
        {
            if (_remaining > 0)
            {
                var skipped = (int)Math.Min(_remaining, chunk.WireLength - position);
                _remaining -= skipped;
                position += skipped;
                continue;
            }

            if (position >= chunk.Bytes.Length)
            {
                IsLost = true;
                return;
            }

            position += _header.Append(chunk, position, Math.Min(HeaderLength() - _header.Length, chunk.Bytes.Length - position));
            if (_header.Length == HeaderLength())
            {
                EndHeader(context, fromClient, extended);
            }
        }
    }

    public void Skip(long bytes)
    {
        IsLost |= bytes > _remaining;
        _remaining -= Math.Min(bytes, _remaining);
    }

    /// <summary>Bytes to gather before the frame can be judged, as far as what is there tells; of Close frames the code, too.</summary>
    private int HeaderLength()
    {
        if (_header.Length < 2)
        {
            return 2;
        }

        var (first, second) = (_header.Bytes[0], _header.Bytes[1]);
        var length = 2 + ((second & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 }) + ((second & 0x80) != 0 ? 4 : 0);
        return (first & 15) == Close && (second & 0x7F) is >= CloseCodeLength and <= LongestControl ? length + CloseCodeLength : length;
    }

    private void EndHeader(scoped in InspectionContext context, bool fromClient, bool extended)
    {
        var header = new PlacedBytes(_header);
        var (first, second) = (header.Bytes[0], header.Bytes[1]);
        var opcode = first & 15;
        var length = LengthOf(header.Bytes, out var minimal);
        var fault = _closed ? "frame after Close"
            : (first & 0x30) != 0 || ((first & 0x40) != 0 && !extended) ? "reserved bits without an extension"
            : opcode is > Binary and < Close or > Pong ? "opcode is not assigned"
            : opcode >= Close ? ControlFault(first, length)
            : opcode == Continuation && !_fragmented ? "continuation of nothing"
            : opcode != Continuation && _fragmented ? "new message inside a fragmented one"
            : null;
        fault ??= length < 0 ? "length has its highest bit set"
            : !minimal ? "length is not encoded in the fewest octets"
            : ((second & 0x80) != 0) != fromClient ? fromClient ? "client frame is not masked" : "server frame is masked"
            : opcode == Close && length >= CloseCodeLength ? CodeFault(header.Bytes) : null;
        if (fault is not null)
        {
            header.Report(context, FindingName.WebsocketFrameInvalid, 0, header.Length, fault);
        }

        var gathered = opcode == Close && length is >= CloseCodeLength and <= LongestControl ? CloseCodeLength : 0;
        _fragmented = opcode <= Binary ? (first & 0x80) == 0 : _fragmented;
        _closed |= opcode == Close;
        IsLost = length < 0;
        _remaining = Math.Max(0, length - gathered);
        _header.Clear();
    }

    private static string? ControlFault(int first, long length) =>
        length is < 0 or > LongestControl ? "control frame exceeds 125 bytes" // s5.5
        : (first & 0x80) == 0 ? "control frame is fragmented"
        : (first & 15) == Close && length == 1 ? "Close body is shorter than its code" // s5.5.1
        : null;

    private static long LengthOf(ReadOnlySpan<byte> header, out bool minimal)
    {
        var brief = header[1] & 0x7F;
        var length = brief switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            127 => BinaryPrimitives.ReadInt64BigEndian(header[2..]),
            _ => brief,
        };
        minimal = brief switch { 126 => length > 125, 127 => length > ushort.MaxValue, _ => true };
        return length;
    }

    /// <summary>Codes below 1000, reserved ones and those that never go over the wire (s7.4).</summary>
    private static string? CodeFault(ReadOnlySpan<byte> header)
    {
        var masked = (header[1] & 0x80) != 0;
        var code = BinaryPrimitives.ReadUInt16BigEndian(header[^2..]);
        code ^= masked ? BinaryPrimitives.ReadUInt16BigEndian(header[2..]) : (ushort)0;
        return code is < 1000 or 1004 or 1005 or 1006 or (>= 1015 and < 3000) or >= 5000 ? "Close code is not for the wire" : null;
    }
}
