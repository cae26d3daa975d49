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
            ReportForeignSource(context, registry, protocol, chunk, udp);
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

    /// <summary>The protocol that must be spoken on the port, if one owns it for certain: alternative ports are not exclusive.</summary>
    internal static RegisteredProtocol? StrictOwner(ProtocolRegistry registry, ushort port, bool udp)
    {
        var owners = registry.Owners(port, udp);
        return !owners.IsEmpty && owners[0].Is(ProtocolTraits.Strict) && (port < 1024 || owners[0].Ports[0] == port) ? owners[0] : null;
    }

    /// <summary>The client sends from another protocol's own port, as one does to pass a filter that knows only ports.</summary>
    private static void ReportForeignSource(
        in InspectionContext context, ProtocolRegistry registry, RegisteredProtocol protocol, scoped in StreamChunk chunk, bool udp)
    {
        var port = context.Flow.SourcePort;
        var owners = registry.Owners(port, udp);
        if (IsNeverEphemeral(port) && !owners.IsEmpty && owners[0].Ports[0] == port && !protocol.UsesPort(port))
        {
            context.Report(
                FindingName.AppProtocolPortMismatch, chunk, 0, Math.Min(chunk.Bytes.Length, 16),
                new FindingDetail(protocol.OnPortText, port));
        }
    }

    /// <summary>Outside of what systems hand out to clients: 1025 to 5000 (old Windows and BSD), from 32768 on (Linux, IANA).</summary>
    private static bool IsNeverEphemeral(ushort port) => port is < 1024 or (> 5000 and < 32768);
}
