using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Asn1;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Kerberos;

/// <summary>Kerberos 5 (RFC 4120 s5, s7.2) over UDP and TCP: BER of every message, its version and type, and host addresses.</summary>
public sealed class KerberosInspector() : FramedInspector(kept: 2048)
{
    private const int RecordMark = 4;

    /// <summary>No ticket is longer; what claims to be was never a record mark.</summary>
    private const int LongestMessage = 1 << 20;

    public override string Protocol => "kerberos";

    public override bool LeavesEarly => true;

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk) =>
        Check(context, new PlacedBytes(chunk, chunk.Bytes, 0), chunk.WireLength);

    protected override long Measure(ReadOnlySpan<byte> head, Side side)
    {
        if (head.Length < RecordMark)
        {
            return MoreNeeded;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        return length is 0 or > LongestMessage ? NotAMessage : RecordMark + length;
    }

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (InStep(context))
        {
            Report(context, head, 0, RecordMark, "record mark gives an impossible length");
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (head.Length <= RecordMark)
        {
            return;
        }

        if (KerberosMessage.IsTag(head.Bytes[RecordMark]))
        {
            Check(context, head.Slice(RecordMark), (int)length - RecordMark);
        }
        else if (InStep(context))
        {
            Report(context, head, RecordMark, 1, new FindingDetail("{0:X2} begins no Kerberos message", head.Bytes[RecordMark]));
        }
        else
        {
            Stop(context.Side);
        }
    }

    private static void Check(scoped in InspectionContext context, scoped in PlacedBytes bytes, int wireLength)
    {
        if (!KerberosMessage.IsTag(bytes.Bytes[0]))
        {
            return;
        }

        var message = new KerberosMessage(bytes.Bytes[0]);
        var walk = new BerWalk(bytes.Bytes, wireLength);
        while (walk.Next(out var element))
        {
            if (message.Take(element, bytes.Bytes) is { } flaw)
            {
                Report(context, bytes, element.Offset, element.End - element.Offset, flaw);
                return;
            }
        }

        if (walk.Flaw is not null)
        {
            Report(context, bytes, walk.FlawOffset, 1, walk.Flaw);
        }
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.LdapKerberosMalformed, offset, Math.Min(length, bytes.Length - offset), detail);
}
