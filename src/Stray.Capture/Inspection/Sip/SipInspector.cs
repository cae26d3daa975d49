using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Sip;

/// <summary>SIP (RFC 3261) over UDP and TCP: start lines, headers, Content-Length against the body, junk before the first request.</summary>
public sealed class SipInspector : ProtocolInspector
{
    private readonly SipStream[] _streams = [new(), new()];
    private bool _begun;
    private (Side Side, int Length, StreamPlace Place) _junk;

    public override string Protocol => "sip";

    public override void Reset()
    {
        _streams[0].Reset();
        _streams[1].Reset();
        _begun = false;
        _junk = default;
    }

    public override bool Wants(Side side) => !_streams[(int)side].IsDone;

    public override void OnGap(ref InspectionContext context, long bytes)
    {
        var stream = _streams[(int)context.Side];
        if (stream.Skip < bytes)
        {
            stream.Stop();
        }
        else
        {
            stream.Skip -= bytes;
        }
    }

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var stream = _streams[(int)context.Side];
        for (var at = 0; stream.TryNext(chunk, ref at, out var head); stream.Next())
        {
            if (!SipMessage.IsClaimed(head.Bytes))
            {
                stream.Stop();
                return;
            }

            stream.Skip = Math.Max(0, SipMessage.Check(context, head, out _));
        }

        if (chunk.WireLength > chunk.Bytes.Length)
        {
            stream.Stop();
        }
    }

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var message = new PlacedBytes(chunk, chunk.Bytes, 0);
        if (!SipMessage.IsClaimed(message.Bytes))
        {
            KeepJunk(context, message);
            return;
        }

        ReportJunk(context, SipMessage.IsResponse(message.Bytes));
        var end = message.Bytes.IndexOf("\r\n\r\n"u8);
        var head = end < 0 ? message : message.Slice(0, end + 4);
        var length = SipMessage.Check(context, head, out var at);
        var body = chunk.WireLength - end - 4;
        if (end >= 0 && length > body)
        {
            message.Report(context, FindingName.SipMessageMalformed, at, message.Bytes[at..].IndexOf((byte)'\r'),
                new FindingDetail("Content-Length {0} in a datagram with {1} bytes of body", length, body));
        }
    }

    /// <summary>
    /// What precedes the first message and is neither text nor an empty line. Later on it is a keep-alive, of which there are
    /// many (text, four zero bytes); a client begins with a request.
    /// </summary>
    private void KeepJunk(scoped in InspectionContext context, scoped in PlacedBytes message)
    {
        var isText = message.Bytes.IndexOfAnyExceptInRange((byte)'\t', (byte)'~') < 0;
        if (!_begun && !isText && _junk.Length == 0)
        {
            _junk = (context.Side, message.Length, message.PlaceOf(0));
        }
    }

    private void ReportJunk(scoped in InspectionContext context, bool response)
    {
        if (!_begun && !response && _junk.Length > 0 && _junk.Side == context.Side)
        {
            context.ReportAt(FindingName.SipMessageMalformed, _junk.Place.Frame, _junk.Place.Offset, _junk.Length, _junk.Place.Time,
                new FindingDetail("{0} bytes of junk before the first request", _junk.Length));
        }

        _begun = true;
    }
}
