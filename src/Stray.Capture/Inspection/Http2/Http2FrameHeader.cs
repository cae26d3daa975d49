using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Http2;

/// <summary>Frame types of RFC 9113 s6.</summary>
internal enum Http2Type : byte
{
    Data,
    Headers,
    Priority,
    ResetStream,
    Settings,
    PushPromise,
    Ping,
    GoAway,
    WindowUpdate,
    Continuation,
}

/// <summary>The nine octets before each frame's payload (RFC 9113 s4.1).</summary>
internal readonly struct Http2FrameHeader(ReadOnlySpan<byte> bytes)
{
    public const int Size = 9;

    public int Length { get; } = (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];

    public Http2Type Type { get; } = (Http2Type)bytes[3];

    public byte Flags { get; } = bytes[4];

    public int Stream { get; } = BinaryPrimitives.ReadInt32BigEndian(bytes[5..]) & int.MaxValue;

    /// <summary>END_STREAM of DATA and HEADERS; ACK of SETTINGS and PING has the same bit.</summary>
    public bool EndsStream => (Flags & 1) != 0;

    public bool IsAck => (Flags & 1) != 0;

    public bool EndsHeaders => (Flags & 4) != 0;

    public bool IsPadded => (Flags & 8) != 0;

    public bool HasPriority => (Flags & 0x20) != 0;

    /// <summary>What the header alone shows to be wrong; null when nothing.</summary>
    public string? Fault() => Type switch
    {
        Http2Type.Data or Http2Type.Headers or Http2Type.Continuation when Stream == 0 => "frame of a stream on stream 0",
        Http2Type.Headers or Http2Type.Data when Length < MinimumLength() => "frame is shorter than its padding and priority fields",
        Http2Type.Priority => Stream == 0 ? "PRIORITY on stream 0" : Length != 5 ? "PRIORITY length is not 5" : null,
        Http2Type.ResetStream => Stream == 0 ? "RST_STREAM on stream 0" : Length != 4 ? "RST_STREAM length is not 4" : null,
        Http2Type.Settings => Stream != 0 ? "SETTINGS on a stream"
            : IsAck && Length != 0 ? "SETTINGS acknowledgement with a payload"
            : Length % 6 != 0 ? "SETTINGS length is no multiple of 6" : null,
        Http2Type.PushPromise => Stream == 0 ? "PUSH_PROMISE on stream 0" : Length < 4 ? "PUSH_PROMISE is too short" : null,
        Http2Type.Ping => Stream != 0 ? "PING on a stream" : Length != 8 ? "PING length is not 8" : null,
        Http2Type.GoAway => Stream != 0 ? "GOAWAY on a stream" : Length < 8 ? "GOAWAY is too short" : null,
        Http2Type.WindowUpdate => Length != 4 ? "WINDOW_UPDATE length is not 4" : null,
        _ => null,
    };

    private int MinimumLength() => (IsPadded ? 1 : 0) + (HasPriority && Type == Http2Type.Headers ? 5 : 0);
}
