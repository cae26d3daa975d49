using Stray.Capture.Inspection.Recognition;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.PortProtocol;

/// <summary>
/// A recognised protocol away from its ports (RFC 6335 s8), and a port whose own protocol is not what is spoken there.
/// Both need a baseline to mean anything, hence tier C.
/// </summary>
internal static class PortMismatch
{
    public static void Report(
        in InspectionContext context, ProtocolRegistry registry, RegisteredProtocol protocol, scoped in StreamChunk chunk, bool udp)
    {
        if (context.App.Switches > 0)
        {
            return; // inside a tunnel the port belongs to the outer protocol
        }

        var port = context.Flow.DestinationPort;
        var uncertain = udp || context.Flow.Midstream;
        if (protocol.UsesPort(port) || (uncertain && protocol.UsesPort(context.Flow.SourcePort)))
        {
            return;
        }

        var owner = StrictOwner(registry, port, udp);
        var length = Math.Min(chunk.Bytes.Length, 16);
        if (protocol.Ports.Length > 0 || owner is not null)
        {
            context.Report(FindingName.AppProtocolPortMismatch, chunk, 0, length, new FindingDetail(protocol.OnPortText, port));
        }

        if (owner is not null && !uncertain && owner.Probe(chunk.Bytes, context.Side, udp) == ProbeResult.No)
        {
            context.Report(FindingName.AppProtocolViolationOnPort, chunk, 0, length, new FindingDetail(owner.RejectedText, port));
        }
    }

    internal static RegisteredProtocol? StrictOwner(ProtocolRegistry registry, ushort port, bool udp)
    {
        var owners = registry.Owners(port, udp);
        return !owners.IsEmpty && owners[0].Is(ProtocolTraits.Strict) ? owners[0] : null;
    }
}
