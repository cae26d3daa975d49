using Stray.Capture.Flows;
using Stray.Capture.Inspection.Asn1;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Ldap;

/// <summary>
/// LDAP over TCP and CLDAP (RFC 4511): BER of every message, its operation, and responses to requests that were made. Ends
/// where StartTLS or a SASL layer begins.
/// </summary>
public sealed class LdapInspector() : FramedInspector(kept: 1024)
{
    private const uint NoMessage = uint.MaxValue;
    private const int SaslChoice = 0xA3;

    private readonly RequestIds _requests = new();
    private uint _finished = NoMessage;
    private (uint Id, byte Operation, StreamPlace Place) _open;

    /// <summary>What comes next may be in a security layer.</summary>
    private bool _mayHide;

    public override string Protocol => "ldap";

    public override void Reset()
    {
        base.Reset();
        _requests.Clear();
        _finished = NoMessage;
        _open = default;
        _mayHide = false;
    }

    public override void OnEnd(ref InspectionContext context)
    {
        if (_open.Operation != 0 && !_requests.Overflowed && !_requests.Contains(_open.Id)
            && IsComplete(context, Side.Forward) && IsComplete(context, Side.Backward))
        {
            context.ReportAt(FindingName.LdapKerberosMalformed, _open.Place.Frame, _open.Place.Offset, 2, _open.Place.Time,
                new FindingDetail("response {0:X2} to message {1}, which nobody sent", _open.Operation, _open.Id));
        }
    }

    protected override long Measure(ReadOnlySpan<byte> head, Side side)
    {
        if (head[0] != BerElement.Sequence)
        {
            return NotAMessage;
        }

        if (head.Length < 2 || head[1] < 0x80)
        {
            return head.Length < 2 ? MoreNeeded : 2 + head[1];
        }

        var count = head[1] & 0x7F;
        if (count is < 1 or > 4)
        {
            return NotAMessage;
        }

        if (head.Length < 2 + count)
        {
            return MoreNeeded;
        }

        long length = 0;
        foreach (var digit in head.Slice(2, count))
        {
            length = (length << 8) | digit;
        }

        return 2 + count + length;
    }

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (!_mayHide && InStep(context))
        {
            Report(context, head, 0, Math.Min(2, head.Length), "no LDAP message begins like this");
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        var walk = new BerWalk(head.Bytes, (int)Math.Min(length, int.MaxValue));
        if (!walk.Next(out _) || !walk.Next(out var id) || !walk.Next(out var operation))
        {
            ReportFlaw(context, head, walk);
            return;
        }

        if (id.Tag != BerElement.Integer || id.Length is < 1 or > 5 || id.Number(head.Bytes) < 0)
        {
            Report(context, head, id.Offset, 2, "message does not begin with its number");
            return;
        }

        if (!LdapOperation.IsRequest(operation.Tag) && !LdapOperation.IsResponse(operation.Tag))
        {
            Report(context, head, operation.Offset, 1, new FindingDetail("operation {0:X2} does not exist", operation.Tag));
            return;
        }

        Match(context, head, operation, (uint)id.Number(head.Bytes));
        while (walk.Next(out var element))
        {
            _mayHide |= operation.Tag == LdapOperation.BindRequest && element.Tag == SaslChoice;
        }

        ReportFlaw(context, head, walk);
    }

    private void Match(scoped in InspectionContext context, scoped in PlacedBytes head, BerElement operation, uint id)
    {
        _mayHide |= operation.Tag == LdapOperation.ExtendedRequest;
        if (LdapOperation.IsRequest(operation.Tag))
        {
            _requests.Add(id);
            _finished = _finished == id ? NoMessage : _finished;
            return;
        }

        if (id != 0 && _open.Operation == 0 && !_requests.Contains(id)) // 0 is a notice nobody asked for (RFC 4511 s4.4)
        {
            _open = (id, operation.Tag, head.PlaceOf(operation.Offset));
        }

        if (operation.Tag == LdapOperation.SearchDone)
        {
            if (_finished == id)
            {
                Report(context, head, operation.Offset, 1, new FindingDetail("search {0} ends a second time", id));
            }

            _finished = id;
        }
    }

    private static void ReportFlaw(scoped in InspectionContext context, scoped in PlacedBytes head, scoped in BerWalk walk)
    {
        if (walk.Flaw is not null)
        {
            Report(context, head, walk.FlawOffset, 1, walk.Flaw);
        }
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.LdapKerberosMalformed, offset, length, detail);
}
