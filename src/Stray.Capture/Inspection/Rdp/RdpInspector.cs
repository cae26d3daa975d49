using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Capture.Inspection.Tpkt;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Rdp;

/// <summary>
/// RDP's connection (MS-RDPBCGR s2.2.1) while it is in the clear: X.224 request and confirm with their negotiation, and the
/// client's settings. Ends where TLS was agreed on or the settings have been read.
/// </summary>
public sealed class RdpInspector() : FramedInspector(kept: 2048)
{
    private const int Variable = 11;
    private const int NegotiationLength = 8;
    private const byte Request = 1, Response = 2, Failure = 3;

    public override string Protocol => "rdp";

    public override bool LeavesEarly => true;

    protected override long Measure(ReadOnlySpan<byte> head, Side side) => TpktHeader.Measure(head);

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (head.Length < 7)
        {
            return;
        }

        if (TpktHeader.Flaw(head.Bytes, length) is { } flaw)
        {
            Report(context, head, TpktHeader.Length, 2, flaw);
            StopBoth();
            return;
        }

        switch (TpktHeader.Kind(head.Bytes))
        {
            case TpktHeader.ConnectionRequest or TpktHeader.ConnectionConfirm:
                CheckNegotiation(context, head, length);
                break;
            case TpktHeader.Data when context.Side == Side.Forward:
                CheckSettings(context, head);
                StopBoth();
                break;
        }
    }

    /// <summary>s2.2.1.1.1, s2.2.1.2.1: after a cookie line or not, a type, flags, the length 8 and the protocols.</summary>
    private void CheckNegotiation(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        var rest = head.Bytes[Math.Min(Variable, head.Length)..];
        var cookie = rest.IndexOf("\r\n"u8);
        var at = Variable + (rest.StartsWith("Cookie: "u8) && cookie >= 0 ? cookie + 2 : 0);
        if (at + NegotiationLength > head.Length || head.Bytes[at] is not (Request or Response or Failure))
        {
            return;
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes[(at + 2)..]) != NegotiationLength)
        {
            Report(context, head, at + 2, 2, new FindingDetail("negotiation of {0} bytes, not 8", BinaryPrimitives.ReadUInt16LittleEndian(head.Bytes[(at + 2)..])));
        }

        var encrypted = head.Bytes[at] == Response && BinaryPrimitives.ReadUInt32LittleEndian(head.Bytes[(at + 4)..]) != 0;
        if (encrypted || head.Bytes[at] == Failure)
        {
            StopBoth();
        }
    }

    private static void CheckSettings(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var flaw = ClientSettings.Check(head.Bytes);
        if (flaw.Text is not null)
        {
            Report(context, head, flaw.Offset, 4, new FindingDetail(flaw.Text, flaw.Value));
        }
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.DbOrDesktopProtocolInvalid, offset, length, detail);
}
