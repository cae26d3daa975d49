using Stray.Capture.Flows;
using Stray.Capture.Inspection.Http2;
using Stray.Capture.Inspection.WebSocket;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>The protocol a connection went over to; WebSocket and HTTP/2 are followed, tunnels only at their first bytes.</summary>
internal sealed class HttpUpgraded
{
    private readonly WebSocketFrames[] _frames = [new(), new()];
    private Http2Connection? _http2;
    private bool _clientSpoke;

    public HttpHandshake Handshake { get; } = new();

    public void Reset()
    {
        Handshake.Reset();
        _frames[0].Reset();
        _frames[1].Reset();
        _http2?.Reset();
        _clientSpoke = false;
    }

    public bool Wants(Side side) => !_frames[(int)side].IsLost && _http2?.Wants(side) != false;

    public void Begin(HttpSwitch outcome, HttpStream[] streams, Side client)
    {
        if (outcome == HttpSwitch.Http2)
        {
            BeginHttp2(streams, client, prefaceSeen: false);
            return;
        }

        Enter(streams, outcome == HttpSwitch.WebSocket ? HttpPhase.WebSocket : HttpPhase.Tunnel);
    }

    /// <param name="prefaceSeen">The preface's first line was read as a request line.</param>
    public void BeginHttp2(HttpStream[] streams, Side client, bool prefaceSeen)
    {
        _http2 ??= new Http2Connection();
        _http2.Begin(client, prefaceSeen ? Http2Connection.PrefaceLine : 0, FindingName.HttpUpgradeViolation);
        Enter(streams, HttpPhase.Http2);
    }

    public void Read(scoped in InspectionContext context, scoped in StreamChunk chunk, int position, HttpStream stream, bool isClient)
    {
        var rest = new StreamChunk
        {
            Bytes = chunk.Bytes[Math.Min(position, chunk.Bytes.Length)..],
            WireLength = chunk.WireLength - position,
            Frame = chunk.Frame,
            FrameOffset = chunk.FrameOffset < 0 ? -1 : chunk.FrameOffset + position,
            Time = chunk.Time,
        };
        switch (stream.Phase)
        {
            case HttpPhase.WebSocket:
                context.App.Protocol = "websocket";
                _frames[(int)context.Side].Read(context, rest, isClient, Handshake.HasExtensions);
                break;
            case HttpPhase.Http2:
                context.App.Protocol = "http2";
                _http2!.Read(context, rest);
                break;
            case HttpPhase.Tunnel:
                CheckTunnel(context, rest, stream, isClient);
                stream.Phase = HttpPhase.Ended;
                break;
        }
    }

    /// <summary>The flow ends: an accepted Upgrade to HTTP/2 after which the server sent less than a frame did not happen.</summary>
    public void End(scoped in InspectionContext context) => _http2?.CheckBegun(context);

    public void Skip(Side side, long bytes)
    {
        _frames[(int)side].Skip(bytes);
        _http2?.Skip(side, bytes);
    }

    /// <summary>
    /// The client begins the new protocol, once it knows that it may; a server that sends with its reply speaks before that.
    /// Protocols whose server greets first are let through.
    /// </summary>
    private void CheckTunnel(scoped in InspectionContext context, scoped in StreamChunk rest, HttpStream stream, bool isClient)
    {
        _clientSpoke |= isClient;
        if (_clientSpoke || rest.Frame != stream.HeaderFrame || rest.Bytes.Length == 0 || IsGreeting(rest.Bytes))
        {
            return;
        }

        context.Report(FindingName.HttpUpgradeViolation, rest, 0, rest.Bytes.Length, "data with the reply that changes protocol");
    }

    private static bool IsGreeting(ReadOnlySpan<byte> bytes) =>
        bytes[0] is (byte)'S' or (byte)'2' or (byte)'R' or (byte)'+' or (byte)'*' or (byte)'@';

    private static void Enter(HttpStream[] streams, HttpPhase phase)
    {
        foreach (var stream in streams)
        {
            stream.Phase = phase;
            stream.Lines.Reset();
        }
    }
}
