using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http2;

/// <summary>The frames of both sides (RFC 9113): preface, frame layer, header blocks; DATA is skipped by length.</summary>
internal sealed class Http2Connection
{
    /// <summary>Bytes of the preface up to its first line's end.</summary>
    public const int PrefaceLine = 16;

    /// <summary>A header block comes in a frame or two; hundreds are a denial of service (CVE-2024-27316).</summary>
    private const int MostContinuations = 64;

    private readonly Http2Stream[] _sides = [new(), new()];
    private readonly ClientStreams _streams = new();
    private Side _client;
    private FindingName _beginning;

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    public bool Wants(Side side) => !_sides[(int)side].IsLost;

    public void Reset()
    {
        _sides[0].Reset();
        _sides[1].Reset();
        _streams.Reset();
    }

    /// <param name="prefaceSeen">Bytes of the client's preface that were read already.</param>
    /// <param name="beginning">What it is when a side does not begin like HTTP/2: after an Upgrade, the upgrade failed.</param>
    public void Begin(Side client, int prefaceSeen, FindingName beginning)
    {
        Reset();
        _client = client;
        _beginning = beginning;
        _sides[(int)client].PrefaceSeen = prefaceSeen;
    }

    public void Skip(Side side, long bytes)
    {
        var stream = _sides[(int)side];
        stream.IsLost |= bytes > stream.Skip;
        stream.Skip -= Math.Min(bytes, stream.Skip);
    }

    public void Read(scoped in InspectionContext context, scoped in StreamChunk chunk)
    {
        var side = _sides[(int)context.Side];
        var position = context.Side == _client ? ReadPreface(context, chunk, side) : 0;
        while (position < chunk.WireLength && !side.IsLost)
        {
            if (side.Skip > 0)
            {
                var skipped = (int)Math.Min(side.Skip, chunk.WireLength - position);
                side.Skip -= skipped;
                position += skipped;
                continue;
            }

            side.IsLost = position >= chunk.Bytes.Length; // the snaplen cut a frame
            var wanted = Math.Max(Http2FrameHeader.Size, side.Gather + Http2FrameHeader.Size) - side.Frame.Length;
            position += side.IsLost ? 0 : side.Frame.Append(chunk, position, Math.Min(wanted, chunk.Bytes.Length - position));
            if (side.Gather == 0 && side.Frame.Length == Http2FrameHeader.Size)
            {
                EndFrameHeader(context, side);
            }

            if (side.Gather > 0 && side.Frame.Length == Http2FrameHeader.Size + side.Gather)
            {
                EndPayload(context, side);
            }
        }
    }

    /// <summary>At the flow's end: bytes that are no whole frame in place of the server's SETTINGS.</summary>
    public void CheckBegun(scoped in InspectionContext context)
    {
        var server = _sides[1 - (int)_client];
        if (server is { IsLost: false, Frames: 0, Frame.Length: > 0 })
        {
            new PlacedBytes(server.Frame).Report(context, _beginning, 0, server.Frame.Length, "server does not begin with SETTINGS");
        }
    }

    private int ReadPreface(scoped in InspectionContext context, scoped in StreamChunk chunk, Http2Stream side)
    {
        var position = 0;
        while (side.PrefaceSeen < Preface.Length && position < chunk.Bytes.Length)
        {
            if (chunk.Bytes[position] != Preface[side.PrefaceSeen])
            {
                context.Report(_beginning, chunk, position, 1, "client does not begin with the HTTP/2 preface");
                side.IsLost = true;
                return position;
            }

            side.PrefaceSeen++;
            position++;
        }

        return position;
    }

    private void EndFrameHeader(scoped in InspectionContext context, Http2Stream side)
    {
        var header = new Http2FrameHeader(side.Frame.Bytes);
        var allowed = _sides[1 - (int)context.Side].FrameSize;
        var first = side.Frames++ == 0;
        var fault = first && header.Type != Http2Type.Settings ? "first frame is not SETTINGS"
            : header.Length > allowed ? "frame is longer than the other side allows"
            : side.Continued != 0 && (header.Type != Http2Type.Continuation || header.Stream != side.Continued) ? "header block is interrupted"
            : side.Continued == 0 && header.Type == Http2Type.Continuation ? "CONTINUATION of nothing"
            : header.Fault() ?? StreamFault(context.Side, header);
        if (fault is not null)
        {
            new PlacedBytes(side.Frame).Report(context, first && header.Type != Http2Type.Settings ? _beginning : FindingName.Http2FrameInvalid,
                0, Http2FrameHeader.Size, fault);
            side.IsLost = first && header.Type != Http2Type.Settings; // not HTTP/2 at all
        }

        Follow(context, side, header);
        var gathers = fault is null && Gathers(header.Type) && header.Length is > 0 and <= Http2Stream.LongestPayload;
        side.HeadersLost |= !gathers && header.Length > 0
            && header.Type is Http2Type.Headers or Http2Type.Continuation or Http2Type.PushPromise;
        side.Gather = gathers ? header.Length : 0;
        side.Skip = gathers ? 0 : header.Length;
        if (!gathers)
        {
            side.Frame.Clear();
        }
    }

    private static bool Gathers(Http2Type type) => type is Http2Type.Headers or Http2Type.Continuation or Http2Type.PushPromise
        or Http2Type.Settings or Http2Type.WindowUpdate;

    private string? StreamFault(Side side, Http2FrameHeader header)
    {
        if (side != _client || header.Type is not (Http2Type.Data or Http2Type.Headers))
        {
            return null;
        }

        return header.Stream % 2 == 0 ? "client frame on a stream of the server"
            : _streams.HasEnded(header.Stream) ? "stream is used again after its end" // RFC 9113 s5.1.1
            : header.Type == Http2Type.Data && header.Stream > _streams.Highest ? "DATA on a stream that was not opened"
            : null;
    }

    private void Follow(scoped in InspectionContext context, Http2Stream side, Http2FrameHeader header)
    {
        if (header.Type is Http2Type.Headers or Http2Type.PushPromise or Http2Type.Continuation)
        {
            side.Continued = header.EndsHeaders ? 0 : header.Stream;
            side.Continuations = header.Type == Http2Type.Continuation ? side.Continuations + 1 : 0;
            if (side.Continuations == MostContinuations)
            {
                new PlacedBytes(side.Frame).Report(context, FindingName.ProtocolStateExhaustion, 0, Http2FrameHeader.Size,
                    new("{0} CONTINUATION frames in one header block", side.Continuations));
            }
        }

        if (context.Side == _client && header.Type is Http2Type.Data or Http2Type.Headers && header.EndsStream)
        {
            _streams.End(header.Stream);
        }
    }

    private void EndPayload(scoped in InspectionContext context, Http2Stream side)
    {
        var frame = new PlacedBytes(side.Frame);
        var header = new Http2FrameHeader(frame.Bytes);
        var payload = frame.Slice(Http2FrameHeader.Size);
        switch (header.Type)
        {
            case Http2Type.Settings:
                TakeSettings(context, side, payload);
                break;
            case Http2Type.WindowUpdate when (BinaryPrimitives.ReadInt32BigEndian(payload.Bytes) & int.MaxValue) == 0:
                payload.Report(context, FindingName.Http2FrameInvalid, 0, 4, "window increment of 0");
                break;
            case Http2Type.Headers or Http2Type.Continuation or Http2Type.PushPromise:
                TakeHeaders(context, side, header, payload);
                break;
        }

        side.Gather = 0;
        side.Frame.Clear();
    }

    private void TakeSettings(scoped in InspectionContext context, Http2Stream side, PlacedBytes payload)
    {
        for (var at = 0; at + 6 <= payload.Length; at += 6)
        {
            var id = BinaryPrimitives.ReadUInt16BigEndian(payload.Bytes[at..]);
            var value = BinaryPrimitives.ReadUInt32BigEndian(payload.Bytes[(at + 2)..]);
            var fault = id switch
            {
                2 when value > 1 => "ENABLE_PUSH is neither 0 nor 1",
                4 when value > int.MaxValue => "INITIAL_WINDOW_SIZE exceeds 2^31-1",
                5 when value is < Http2Stream.DefaultFrameSize or > 0xFFFFFF => "MAX_FRAME_SIZE is out of range",
                _ => null,
            };
            if (fault is not null)
            {
                payload.Report(context, FindingName.Http2FrameInvalid, at, 6, fault);
            }
            else if (id == 5)
            {
                side.FrameSize = (int)value;
            }
            else if (id == 1)
            {
                _sides[1 - (int)context.Side].Table.Allowed = value;
            }
        }
    }

    private void TakeHeaders(scoped in InspectionContext context, Http2Stream side, Http2FrameHeader header, PlacedBytes payload)
    {
        var start = (header.IsPadded && header.Type != Http2Type.Continuation ? 1 : 0)
            + (header.HasPriority && header.Type == Http2Type.Headers ? 5 : 0)
            + (header.Type == Http2Type.PushPromise ? 4 : 0);
        var padding = header.IsPadded && header.Type != Http2Type.Continuation ? payload.Bytes[0] : 0;
        if (start + padding > payload.Length)
        {
            payload.Report(context, FindingName.Http2FrameInvalid, 0, 1, "padding is longer than the frame");
            side.HeadersLost = true;
            return;
        }

        var fragment = payload.Slice(start, payload.Length - start - padding);
        if (header.Type == Http2Type.Headers && header.EndsHeaders)
        {
            Decode(context, side, header, fragment);
            return;
        }

        side.HeadersLost |= !Collect(side, fragment, first: header.Type != Http2Type.Continuation);
        if (header.EndsHeaders)
        {
            Decode(context, side, header, new PlacedBytes(side.Block));
            side.Block.Clear();
        }
    }

    private static bool Collect(Http2Stream side, PlacedBytes fragment, bool first)
    {
        if (first)
        {
            side.Block.Clear();
        }

        return side.Block.Append(fragment) == fragment.Length;
    }

    private void Decode(scoped in InspectionContext context, Http2Stream side, Http2FrameHeader header, PlacedBytes block)
    {
        var request = (context.Side == _client) == (header.Type != Http2Type.PushPromise);
        var opens = context.Side == _client && header.Type != Http2Type.PushPromise && header.Stream > _streams.Highest;
        if (opens)
        {
            _streams.Open(header.Stream);
        }

        if (side.HeadersLost || side.Table.IsLost)
        {
            return;
        }

        var reader = new HpackReader(block, side.Table, request);
        side.HeadersLost = !reader.Read(context);
        if (opens && !side.HeadersLost && !reader.Has(HpackName.Method))
        {
            block.Report(context, FindingName.Http2FrameInvalid, 0, block.Length, "request without :method"); // RFC 9113 s8.3.1
        }
    }
}
