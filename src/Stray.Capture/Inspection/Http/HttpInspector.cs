using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>
/// HTTP/0.9 to 1.1 (RFC 9110, 9112), and what an Upgrade leads to. Both sides are cut into messages as the bytes come;
/// bodies are skipped by their framing; responses are paired with requests in order.
/// </summary>
public sealed class HttpInspector : ProtocolInspector
{
    private readonly HttpStream[] _streams = [new(), new()];
    private readonly HttpConversation _conversation = new();
    private readonly HttpUpgraded _upgraded = new();
    private readonly HttpFacts _facts = new();
    private Side _client;
    private bool _begun;

    public override string Protocol => "http";

    public override void Reset()
    {
        _streams[0].Reset();
        _streams[1].Reset();
        _conversation.Reset();
        _upgraded.Reset();
        _facts.Reset();
        _client = Side.Forward;
        _begun = false;
    }

    /// <summary>A body until close that nobody looks into any more is the last of its side.</summary>
    public override bool Wants(Side side) => _streams[(int)side].Phase switch
    {
        HttpPhase.Ended => false,
        HttpPhase.BodyUntilClose => !_begun || _conversation.Head.IsWanted,
        HttpPhase.WebSocket or HttpPhase.Http2 => _upgraded.Wants(side),
        _ => true,
    };

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (!_begun && chunk.Bytes.Length > 0)
        {
            Begin(context, chunk.Bytes);
        }

        var stream = _streams[(int)context.Side];
        for (var position = 0; position < chunk.WireLength && stream.Phase != HttpPhase.Ended;)
        {
            if (position >= chunk.Bytes.Length && !stream.IsCounted)
            {
                Lose(stream); // the snaplen cut a line
            }

            if (stream.IsCounted)
            {
                Skim(context, chunk, ref position, stream);
            }
            else if (stream.Lines.TryRead(chunk, ref position, out var line, out var end))
            {
                TakeLine(context, line, end, stream);
                stream.Lines.Next();
            }
        }
    }

    public override void OnGap(ref InspectionContext context, long bytes)
    {
        var stream = _streams[(int)context.Side];
        _conversation.Head.Abandon();
        switch (stream.Phase)
        {
            case HttpPhase.Body or HttpPhase.ChunkData when bytes <= stream.Remaining:
                CountBody(context, stream, bytes);
                break;
            case HttpPhase.WebSocket or HttpPhase.Http2:
                _upgraded.Skip(context.Side, bytes);
                break;
            case HttpPhase.BodyUntilClose or HttpPhase.Tunnel or HttpPhase.Ended:
                break;
            default:
                Lose(stream);
                break;
        }
    }

    public override void OnEnd(ref InspectionContext context)
    {
        _conversation.Head.End(context, whole: false);
        _upgraded.End(context);
        for (var side = 0; side < 2; side++)
        {
            var stream = _streams[side];
            if (stream.Phase == HttpPhase.StartLine)
            {
                _conversation.CheckLeftover(context, stream, isClient: side == (int)_client);
            }
        }
    }

    /// <summary>Who is the client shows in the first bytes; which side sent first does not, when the capture began late.</summary>
    private void Begin(scoped in InspectionContext context, ReadOnlySpan<byte> first)
    {
        _begun = true;
        context.App.Http = _facts;
        var backward = context.Side == Side.Backward;
        var fromServer = first.Length < 2 // "H" begins HEAD as well
            ? backward
            : "HTTP/"u8.StartsWith(first[..Math.Min(first.Length, 5)]) || "ICY "u8.StartsWith(first[..Math.Min(first.Length, 4)]);
        _client = fromServer != backward ? Side.Backward
            : fromServer || HttpProbe.Probe(first, context.Side, udp: false) != ProbeResult.Yes ? Side.Forward
            : context.Side;
    }

    private void Lose(HttpStream stream)
    {
        stream.Lose();
        _conversation.Lose();
    }

    /// <summary>Bytes that are counted, not parsed.</summary>
    private void Skim(scoped in InspectionContext context, scoped in StreamChunk chunk, ref int position, HttpStream stream)
    {
        var available = chunk.WireLength - position;
        switch (stream.Phase)
        {
            case HttpPhase.Body or HttpPhase.ChunkData or HttpPhase.BodyUntilClose:
                var length = stream.Phase == HttpPhase.BodyUntilClose ? available : (int)Math.Min(available, stream.Remaining);
                LookInto(context, chunk, position, length, stream);
                position += length;
                CountBody(context, stream, length);
                break;
            case HttpPhase.Resync:
                Resync(chunk, ref position, stream, context.Side);
                break;
            default:
                _upgraded.Read(context, chunk, position, stream, context.Side == _client);
                position = chunk.WireLength;
                break;
        }
    }

    private void LookInto(scoped in InspectionContext context, scoped in StreamChunk chunk, int position, int length, HttpStream stream)
    {
        if (!stream.Message.IsResponse || !_conversation.Head.IsWanted)
        {
            return;
        }

        var captured = Math.Min(length, chunk.Bytes.Length - position);
        if (captured > 0)
        {
            _conversation.Head.Add(context, chunk, position, captured);
        }

        if (captured < length)
        {
            _conversation.Head.Abandon();
        }
    }

    private void CountBody(scoped in InspectionContext context, HttpStream stream, long length)
    {
        _facts.RequestBodyBytes += stream.Message.IsResponse ? 0 : length;
        _facts.ResponseBodyBytes += stream.Message.IsResponse ? length : 0;
        if (stream.Phase == HttpPhase.BodyUntilClose)
        {
            return;
        }

        stream.Remaining -= length;
        if (stream.Remaining == 0)
        {
            EndBody(context, stream);
        }
    }

    private void EndBody(scoped in InspectionContext context, HttpStream stream)
    {
        var chunk = stream.Phase == HttpPhase.ChunkData;
        stream.Phase = chunk ? HttpPhase.ChunkEnd : HttpPhase.StartLine;
        if (!chunk && stream.Message.IsResponse)
        {
            _conversation.Head.End(context, whole: true);
        }
    }

    private void Resync(scoped in StreamChunk chunk, ref int position, HttpStream stream, Side side)
    {
        var rest = chunk.Bytes[Math.Min(position, chunk.Bytes.Length)..];
        var begins = position == 0 && (side == _client
            ? HttpProbe.Probe(rest, side, udp: false) == ProbeResult.Yes && !rest.StartsWith("HTTP/"u8)
            : rest.StartsWith("HTTP/1."u8));
        stream.Phase = begins ? HttpPhase.StartLine : HttpPhase.Resync;
        position = begins ? position : chunk.WireLength;
    }

    private void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, HttpStream stream)
    {
        if (stream.Phase == HttpPhase.StartLine)
        {
            TakeStart(context, line, end, stream);
            return;
        }

        CheckLine(context, line, end);
        switch (stream.Phase)
        {
            case HttpPhase.Fields or HttpPhase.Trailers when line.Length > 0:
                FieldLine.Read(context, line, stream.Message, _upgraded.Handshake);
                break;
            case HttpPhase.Fields:
                stream.HeaderFrame = line.PlaceOf(0).Frame;
                EndHeader(context, stream);
                break;
            case HttpPhase.Trailers:
                stream.Phase = HttpPhase.StartLine;
                break;
            case HttpPhase.ChunkSize:
                TakeChunkSize(context, line, stream);
                break;
            default:
                EndChunk(context, line, stream);
                break;
        }
    }

    private static void CheckLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end)
    {
        if (end == LineEnd.TooLong)
        {
            line.Report(context, FindingName.HttpHeaderSyntaxInvalid, 0, line.Length, "line is longer than 18 KiB");
        }
        else if (end == LineEnd.Lf)
        {
            line.Report(context, FindingName.HttpLineEndingInvalid, line.Length, 1, "line ends with LF alone");
        }

        var bare = line.Bytes.IndexOfAny((byte)'\r', (byte)0);
        if (bare >= 0)
        {
            line.Report(context, FindingName.HttpLineEndingInvalid, bare, 1, line.Bytes[bare] == 0 ? "NUL in a line" : "CR inside a line");
        }
    }

    private void TakeStart(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, HttpStream stream)
    {
        var isClient = context.Side == _client;
        if (line.Length == 0)
        {
            CheckLine(context, line, end);
            _conversation.TakeEmpty(context, line, end, stream, isClient);
            return;
        }

        stream.EmptyLines = 0;
        var start = isClient ? _conversation.ReadRequest(context, line, stream) : StatusLine.Read(context, line, stream.Message);
        if (start != StartLine.Junk)
        {
            CheckLine(context, line, end); // junk is no line: the body of an HTTP/0.9 response, for one
        }

        switch (start)
        {
            case StartLine.Message:
                stream.Phase = HttpPhase.Fields;
                break;
            case StartLine.Simple:
                _conversation.TakeSimple(context, stream);
                break;
            case StartLine.Http2Preface:
                _upgraded.BeginHttp2(_streams, _client, prefaceSeen: true);
                break;
            default:
                _conversation.TakeJunk(context, line, stream, isClient);
                break;
        }
    }

    private void EndHeader(scoped in InspectionContext context, HttpStream stream)
    {
        var outcome = stream.Message.IsResponse
            ? _conversation.EndResponse(context, stream, _upgraded.Handshake)
            : _conversation.EndRequest(context, stream, _upgraded.Handshake);
        if (outcome != HttpSwitch.None)
        {
            _upgraded.Begin(outcome, _streams, _client);
        }
        else if (stream.Phase == HttpPhase.Body && stream.Remaining == 0)
        {
            EndBody(context, stream);
        }
        else if (stream.Phase == HttpPhase.Resync)
        {
            Lose(stream);
        }
    }

    private void TakeChunkSize(scoped in InspectionContext context, scoped in PlacedBytes line, HttpStream stream)
    {
        var size = ChunkSize.Read(context, line);
        if (size < 0)
        {
            Lose(stream);
            return;
        }

        stream.Remaining = size;
        stream.Phase = size == 0 ? HttpPhase.Trailers : HttpPhase.ChunkData;
        if (size == 0 && stream.Message.IsResponse)
        {
            _conversation.Head.End(context, whole: true);
        }
    }

    private void EndChunk(scoped in InspectionContext context, scoped in PlacedBytes line, HttpStream stream)
    {
        if (line.Length == 0)
        {
            stream.Phase = HttpPhase.ChunkSize;
            return;
        }

        line.Report(context, FindingName.HttpChunkInvalid, 0, line.Length, "chunk is longer than its size");
        Lose(stream);
    }
}
