using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.OncRpc;

/// <summary>
/// Calls of a connection that wait for their reply, newest kept. A reply of no call is only said at the end: when the
/// capture had to wait for a lost segment, a reply can come to us before its call.
/// </summary>
internal sealed class OpenCalls
{
    private const int Most = 256;

    private readonly uint[] _calls = new uint[Most];
    private int _count;
    private bool _givenUp;
    private uint _unpaired;
    private StreamPlace? _place;

    public void Reset()
    {
        _count = 0;
        _givenUp = false;
        _place = null;
    }

    /// <summary>Calls may have been missed.</summary>
    public void GiveUp() => _givenUp = true;

    public void Add(uint id)
    {
        if (_place is not null && id == _unpaired)
        {
            _place = null;
        }
        else if (_count < Most)
        {
            _calls[_count++] = id;
        }
        else
        {
            _givenUp = true;
        }
    }

    public void Answer(uint id, StreamPlace place)
    {
        var index = _calls.AsSpan(0, _count).IndexOf(id);
        if (index >= 0)
        {
            _calls[index] = _calls[--_count];
        }
        else if (_place is null)
        {
            _unpaired = id;
            _place = place;
        }
    }

    public void End(scoped in InspectionContext context)
    {
        if (_place is { } place && !_givenUp)
        {
            context.ReportAt(FindingName.RpcMessageInvalid, place.Frame, place.Offset, Math.Min(4, place.Length), place.Time, "reply without a call");
        }
    }
}
