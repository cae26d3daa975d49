using Stray.Capture.Flows;
using Stray.Capture.Inspection.Recognition;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.PortProtocol;

/// <summary>The two sides contradict each other: different protocols, an answer nothing knows, or the server talking first.</summary>
internal static class DirectionMismatch
{
    /// <summary>What the side that was recognised first shows: it came too early, or it is not what was announced.</summary>
    public static void ReportFirst(in InspectionContext context, RegisteredProtocol protocol, scoped in StreamChunk chunk, bool udp)
    {
        var app = context.App;
        if (app.Expected is { } expected && expected != protocol.Name)
        {
            Report(context, chunk, "the protocol that had been agreed on does not follow");
            return;
        }

        // Without the client's packets its bytes may simply not have been captured.
        var sawClient = !context.Flow.Midstream && context.Flow.Forward is { Packets: >= 2, PayloadBytes: 0 };
        if (!udp && app.Switches == 0 && sawClient && app.ResponderFirst && context.Side == Side.Backward
            && protocol.Is(ProtocolTraits.ClientFirst) && protocol.Probe(chunk.Bytes, Side.Backward, udp) == ProbeResult.Yes)
        {
            Report(context, chunk, "the server speaks first in a protocol where the client must");
        }
    }

    /// <summary>Holds the other side's first bytes against the recognised protocol.</summary>
    public static void ReportOther(in InspectionContext context, Recogniser recogniser, scoped in StreamChunk chunk, bool udp)
    {
        var protocol = context.App.Recognised!;
        if (!protocol.Is(ProtocolTraits.Strict) || chunk.Bytes.Length < 4
            || protocol.Probe(chunk.Bytes, context.Side, udp) != ProbeResult.No)
        {
            return;
        }

        if (recogniser.Certain(context.Flow, context.Side, chunk.Bytes, udp) is { } other)
        {
            // The recognition tries either role for datagrams: the same protocol with swapped roles is no contradiction.
            if (other != protocol)
            {
                Report(context, chunk, "the two sides speak different protocols");
            }
        }
        else if (!udp)
        {
            Report(context, chunk, "only one side speaks the recognised protocol");
        }
    }

    /// <summary>Another protocol had been agreed on, and what follows is none that is known.</summary>
    public static void ReportUnexpected(in InspectionContext context, scoped in StreamChunk chunk) =>
        Report(context, chunk, "the protocol that had been agreed on does not follow");

    private static void Report(in InspectionContext context, scoped in StreamChunk chunk, FindingDetail detail) =>
        context.Report(FindingName.AppProtocolDirectionMismatch, chunk, 0, Math.Min(chunk.Bytes.Length, 16), detail);
}
