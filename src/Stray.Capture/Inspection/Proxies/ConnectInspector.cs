using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Proxies;

/// <summary>
/// Watches for a granted CONNECT (RFC 9110 s9.3.6), after which the flow speaks whatever the tunnel carries; everything up to
/// there goes to the HTTP inspector it wraps.
/// </summary>
/// <param name="http">Checks the requests and responses themselves; null when nobody does.</param>
public sealed class ConnectInspector(ProtocolInspector? http) : ProtocolInspector
{
    private const int MaximumHead = 16384;
    private static ReadOnlySpan<byte> Connect => "CONNECT "u8;

    private int _matched;
    private bool _plain;
    private int _status;
    private int _headLength;
    private int _lineEnds;

    public override string Protocol => "http";

    public override void Reset()
    {
        http?.Reset();
        _matched = 0;
        _plain = false;
        _status = 0;
        _headLength = 0;
        _lineEnds = 0;
    }

    public override bool Wants(Side side) => !_plain || (http is not null && http.Wants(side));

    public override void OnGap(ref InspectionContext context, long bytes)
    {
        _plain = true;
        http?.OnGap(ref context, bytes);
    }

    public override void OnEnd(ref InspectionContext context) => http?.OnEnd(ref context);

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (http is not null && http.Wants(context.Side))
        {
            http.OnStream(ref context, chunk);
        }

        if (_plain || context.App.SwitchRequested)
        {
            return;
        }

        if (context.Side == Side.Forward)
        {
            MatchRequest(chunk.Bytes);
        }
        else
        {
            FollowResponse(context.App, chunk.Bytes);
        }
    }

    private void MatchRequest(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length && _matched < Connect.Length && !_plain; i++)
        {
            _plain = bytes[i] != Connect[_matched];
            _matched++;
        }
    }

    private void FollowResponse(AppState app, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            // "HTTP/1.1 200": the first digit of the status stands at 9.
            if (_headLength == 9)
            {
                _status = bytes[i];
            }

            _lineEnds = bytes[i] switch { (byte)'\n' => _lineEnds + 1, (byte)'\r' => _lineEnds, _ => 0 };
            if (++_headLength > MaximumHead || (_headLength > 9 && _status != '2') || _matched < Connect.Length)
            {
                _plain = true;
                return;
            }

            if (_lineEnds == 2)
            {
                app.SwitchTo(null, i + 1);
                return;
            }
        }
    }
}
