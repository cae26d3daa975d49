using Stray.Capture.Decoding;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>
/// Both directions of a conversation as one value: the lower (address, port) end first. A link flow (no IP header) has MAC
/// addresses, port 0 and its EtherType in <see cref="EtherType"/>. A one-way ICMP type keeps its sender as the low end,
/// so that the two directions are two flows, as Community ID v1 has them.
/// </summary>
public readonly record struct FlowKey(Address Low, Address High, ushort LowPort, ushort HighPort, byte Protocol, ushort EtherType)
{
    /// <summary>EtherType fields below this are an 802.3 length, which differs from frame to frame and names no protocol.</summary>
    private const ushort FirstEtherType = 0x0600;

    /// <summary>The flow a packet belongs to; every packet has one.</summary>
    public static FlowKey Of(scoped in Packet packet, out bool sourceIsHigh)
    {
        if (!packet.IsIp)
        {
            var etherType = packet.EtherType < FirstEtherType ? (ushort)0 : packet.EtherType;
            return Ordered(packet.SourceMac, packet.DestinationMac, 0, 0, 0, out sourceIsHigh) with { EtherType = etherType };
        }

        // A lone fragment waits in the flow without ports until its datagram completes (or never does).
        if (!packet.HasTransport || packet.Fragment)
            return Ordered(packet.Source, packet.Destination, 0, 0, packet.Protocol, out sourceIsHigh);
        if (packet.Protocol is ProtocolNames.Icmp or ProtocolNames.IcmpV6)
            return OfTuple(packet.Source, packet.Destination, packet.IcmpType, packet.IcmpCode, packet.Protocol, out sourceIsHigh);
        return Ordered(
            packet.Source, packet.Destination, packet.SourcePort, packet.DestinationPort, packet.Protocol, out sourceIsHigh);
    }

    /// <summary>The key of a 5-tuple as flow logs have it: for ICMP the ports are type and code (or type and counter-type).</summary>
    public static FlowKey OfTuple(
        Address source, Address destination, ushort sourcePort, ushort destinationPort, byte protocol, out bool sourceIsHigh)
    {
        if (protocol is ProtocolNames.Icmp or ProtocolNames.IcmpV6
            && !IcmpPorts.Map(protocol, (byte)sourcePort, (byte)destinationPort, out sourcePort, out destinationPort))
        {
            sourceIsHigh = false;
            return new FlowKey(source, destination, sourcePort, destinationPort, protocol, 0);
        }

        return Ordered(source, destination, sourcePort, destinationPort, protocol, out sourceIsHigh);
    }

    private static FlowKey Ordered(
        Address source, Address destination, ushort sourcePort, ushort destinationPort, byte protocol, out bool sourceIsHigh)
    {
        var order = source.CompareTo(destination);
        sourceIsHigh = order > 0 || (order == 0 && sourcePort > destinationPort);
        return sourceIsHigh
            ? new FlowKey(destination, source, destinationPort, sourcePort, protocol, 0)
            : new FlowKey(source, destination, sourcePort, destinationPort, protocol, 0);
    }
}
