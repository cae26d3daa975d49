using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.PortProtocol;

/// <summary>
/// Holds a server to the one rule that protocols of numbered replies share (RFC 959 s4.2, RFC 5321 s4.2.1): a reply begins
/// with three digits, and one that begins "nnn-" ends with a line "nnn ". A server that falls out of it speaks something else.
/// </summary>
/// <param name="protocol">"ftp" or "smtp".</param>
public sealed class ReplyInspector(string protocol) : ProtocolInspector
{
    private const int CodeLength = 4;

    /// <summary>Sessions that change protocol do it in their first replies; long ones are not followed for ever.</summary>
    private const int MaximumWatched = 1 << 15;

    private readonly byte[] _start = new byte[CodeLength];
    private readonly byte[] _multiline = new byte[CodeLength - 1];
    private int _startLength;
    private bool _inMultiline;
    private bool _inLine;
    private bool _done;
    private int _watched;
    private Place _linePlace;

    public override string Protocol => protocol;

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _startLength = 0;
        _inMultiline = false;
        _inLine = false;
        _done = false;
        _watched = 0;
    }

    public override bool Wants(Side side) => side == Side.Backward && !_done;

    public override void OnGap(ref InspectionContext context, long bytes) => _done = _done || context.Side == Side.Backward;

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (context.Side == Side.Forward)
        {
            return;
        }

        for (var i = 0; i < chunk.Bytes.Length && !_done; i++)
        {
            var value = chunk.Bytes[i];
            if (value == (byte)'\n')
            {
                EndStart(context);
                _inLine = false;
                _startLength = 0;
            }
            else if (!_inLine)
            {
                TakeStart(context, chunk, i, value);
            }
        }

        _watched += chunk.WireLength;
        _done |= _watched > MaximumWatched || chunk.WireLength > chunk.Bytes.Length;
    }

    private void TakeStart(in InspectionContext context, scoped in StreamChunk chunk, int index, byte value)
    {
        if (_startLength == 0)
        {
            _linePlace = new Place(chunk.Frame, chunk.FrameOffset < 0 ? -1 : chunk.FrameOffset + index, chunk.Time);
        }

        _start[_startLength++] = value;
        if (_startLength == CodeLength)
        {
            EndStart(context);
            _inLine = true;
        }
    }

    /// <summary>The line's first four bytes, or all of a shorter line, are known.</summary>
    private void EndStart(in InspectionContext context)
    {
        if (_inLine || _startLength == 0)
        {
            return;
        }

        var start = _start.AsSpan(0, _startLength);
        var isReply = _startLength >= 3 && !start[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (_startLength == 3 || start[3] is (byte)' ' or (byte)'-' or (byte)'\r');
        if (_inMultiline)
        {
            _inMultiline = !isReply || !start[..3].SequenceEqual(_multiline) || (_startLength > 3 && start[3] == (byte)'-');
        }
        else if (isReply)
        {
            _inMultiline = _startLength == CodeLength && start[3] == (byte)'-';
            start[..3].CopyTo(_multiline);
        }
        else
        {
            Violate(context, start);
        }
    }

    private void Violate(in InspectionContext context, ReadOnlySpan<byte> start)
    {
        _done = true;
        var tls = start.Length >= 2 && start[0] is >= 0x14 and <= 0x17 && start[1] == 3; // after STARTTLS or AUTH TLS
        if (!tls)
        {
            context.ReportAt(
                FindingName.AppProtocolViolationOnPort, _linePlace.Frame, _linePlace.Offset, start.Length, _linePlace.Time,
                "server's line is no numbered reply");
        }
    }
}
