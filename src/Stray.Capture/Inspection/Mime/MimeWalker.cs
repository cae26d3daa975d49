using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Mime;

/// <summary>
/// Walks a message line by line: headers, the parts between boundaries, their encodings (RFC 5322, 2045, 2046). Keeps the
/// boundaries of the parts it is in and the field it reads, nothing of the content.
/// </summary>
internal sealed class MimeWalker
{
    /// <summary>Multiparts within each other; honest mail has three or four.</summary>
    private const int MaximumDepth = 10;

    private readonly Boundary[] _boundaries = [.. Enumerable.Range(0, MaximumDepth).Select(_ => new Boundary())];
    private readonly MimeFields _fields = new();
    private int _depth;
    private bool _inHeader;

    public bool IsOpen { get; private set; }

    public void Reset()
    {
        IsOpen = false;
        _depth = 0;
        _fields.Begin();
    }

    public void Begin()
    {
        Reset();
        IsOpen = _inHeader = true;
    }

    public void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (!IsOpen)
        {
            return;
        }

        if (_depth > 0 && line.Length >= 2 && line.Bytes[0] == (byte)'-' && line.Bytes[1] == (byte)'-' && TakeBoundary(line.Bytes))
        {
            return;
        }

        if (_inHeader)
        {
            TakeHeader(context, line);
        }
        else
        {
            TransferCodings.Check(context, line, _fields.Coding);
        }
    }

    /// <summary>The message is complete.</summary>
    public void End(scoped in InspectionContext context)
    {
        if (IsOpen && _inHeader)
        {
            _fields.End(context);
        }

        Reset();
    }

    private bool TakeBoundary(ReadOnlySpan<byte> line)
    {
        var text = line[2..].TrimEnd(" \t"u8);
        for (var i = _depth - 1; i >= 0; i--)
        {
            var match = _boundaries[i].Match(text);
            if (match == BoundaryMatch.None)
            {
                continue;
            }

            // Inner parts end with their outer one, closed or not.
            _depth = match == BoundaryMatch.Close ? i : i + 1;
            _inHeader = match == BoundaryMatch.Part;
            _fields.Begin();
            return true;
        }

        return false;
    }

    private void TakeHeader(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (line.Length > 0)
        {
            _inHeader = _fields.TakeLine(context, line, isPart: _depth > 0);
            return;
        }

        _fields.End(context);
        _inHeader = false;
        if (_fields.Boundary is { IsEmpty: false } boundary)
        {
            Enter(context, line, boundary);
        }
    }

    private void Enter(scoped in InspectionContext context, scoped in PlacedBytes line, ReadOnlySpan<byte> boundary)
    {
        if (_depth == MaximumDepth)
        {
            line.Report(context, FindingName.MimeStructureMalformed, 0, 1, new FindingDetail("more than {0} multiparts within each other", MaximumDepth));
            IsOpen = false;
            return;
        }

        _boundaries[_depth++].Set(boundary);
    }
}
