using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http2;

/// <summary>HTTP/2 in cleartext with prior knowledge (RFC 9113 s3.3).</summary>
public sealed class Http2Inspector : ProtocolInspector
{
    private readonly Http2Connection _connection = new();
    private bool _begun;

    public override string Protocol => "http2";

    public override void Reset()
    {
        _connection.Reset();
        _begun = false;
    }

    public override bool Wants(Side side) => _connection.Wants(side);

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (!_begun && chunk.Bytes.Length > 0)
        {
            // A server may send its SETTINGS first; only the client begins with the preface.
            _begun = true;
            var client = chunk.Bytes[0] == 'P' ? context.Side : 1 - context.Side;
            _connection.Begin(client, 0, FindingName.Http2FrameInvalid);
        }

        _connection.Read(context, chunk);
    }

    public override void OnGap(ref InspectionContext context, long bytes) => _connection.Skip(context.Side, bytes);
}
