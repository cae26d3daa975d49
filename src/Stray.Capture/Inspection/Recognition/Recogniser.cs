using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>
/// Asks the registry's probes about a flow's first bytes. The port decides the order and tips the balance between what
/// fits equally; it never names a protocol whose content does not fit.
/// </summary>
internal sealed class Recogniser(ProtocolRegistry registry)
{
    /// <summary>Bytes each side must have shown before two Maybes agree on something.</summary>
    private const int MinimumAgreement = 4;

    public ProtocolRegistry Registry => registry;

    /// <param name="opening">What both sides have said so far; the other side's word settles common shapes.</param>
    public RegisteredProtocol? RecogniseStream(in FlowState flow, Opening? opening, Side side, ReadOnlySpan<byte> bytes)
    {
        if (Certain(flow, side, bytes, udp: false) is { } certain)
        {
            return certain;
        }

        var other = opening?.Of(Other(side)) is { } buffer ? buffer.Bytes : default;
        if (bytes.Length < MinimumAgreement || other.Length < MinimumAgreement)
        {
            return null;
        }

        return Agreed(registry.Owners(flow.DestinationPort, udp: false), side, bytes, other) ?? Agreed(registry.Of(udp: false), side, bytes, other);
    }

    /// <summary>No more will come: a protocol that merely fits is believed on its own port.</summary>
    public RegisteredProtocol? SettleByPort(in FlowState flow, Opening? opening, Side side, ReadOnlySpan<byte> bytes)
    {
        var other = opening?.Of(Other(side)) is { } buffer ? buffer.Bytes : default;
        foreach (var owner in registry.Owners(flow.DestinationPort, udp: false))
        {
            var fits = owner.Probe(bytes, side, false) != ProbeResult.No
                && (other.IsEmpty || owner.Probe(other, Other(side), false) != ProbeResult.No);
            if (fits || owner.Is(ProtocolTraits.InspectUnrecognised))
            {
                return owner;
            }
        }

        return null;
    }

    public RegisteredProtocol? RecogniseDatagram(in FlowState flow, ref SideProgress progress, Side side, ReadOnlySpan<byte> bytes)
    {
        if (Certain(flow, side, bytes, udp: true) is { } certain)
        {
            return certain;
        }

        var fitting = Fitting(registry.Owners(flow.DestinationPort, udp: true), side, bytes)
            ?? Fitting(registry.Owners(flow.SourcePort, udp: true), side, bytes);
        if (fitting is not null)
        {
            return fitting;
        }

        return RtpRun.Continues(ref progress.Rtp, bytes) ? Named("rtp")
            : Unrecognised(registry.Owners(flow.DestinationPort, udp: true)) ?? Unrecognised(registry.Owners(flow.SourcePort, udp: true));
    }

    /// <summary>Another protocol on a datagram flow that is shared by nature (DTLS after STUN).</summary>
    public RegisteredProtocol? RecogniseWithin(RegisteredProtocol outer, ReadOnlySpan<byte> bytes, Side side)
    {
        foreach (var protocol in registry.Of(udp: true))
        {
            if (protocol != outer && protocol.Inspector is not null && protocol.Is(ProtocolTraits.Shares)
                && protocol.Probe(bytes, side, true) == ProbeResult.Yes)
            {
                return protocol;
            }
        }

        return null;
    }

    /// <summary>The protocol whose probe is sure of these bytes; the port's own is asked first.</summary>
    public RegisteredProtocol? Certain(in FlowState flow, Side side, ReadOnlySpan<byte> bytes, bool udp)
    {
        return Sure(registry.Owners(flow.DestinationPort, udp), flow, side, bytes, udp)
            ?? Sure(registry.Owners(flow.SourcePort, udp), flow, side, bytes, udp)
            ?? Sure(registry.Of(udp), flow, side, bytes, udp);
    }

    private static RegisteredProtocol? Sure(
        ReadOnlySpan<RegisteredProtocol> candidates, in FlowState flow, Side side, ReadOnlySpan<byte> bytes, bool udp)
    {
        // Which end is the client is a guess for TCP without its handshake and for a datagram flow.
        var eitherSide = udp || flow.Midstream;
        foreach (var protocol in candidates)
        {
            if (protocol.Is(ProtocolTraits.OwnPortOnly)
                && !protocol.UsesPort(flow.DestinationPort) && !protocol.UsesPort(flow.SourcePort))
            {
                continue;
            }

            if (protocol.Probe(bytes, side, udp) == ProbeResult.Yes
                || (eitherSide && protocol.Probe(bytes, Other(side), udp) == ProbeResult.Yes))
            {
                return protocol;
            }
        }

        return null;
    }

    /// <summary>The one candidate that both sides fit; several say nothing.</summary>
    private static RegisteredProtocol? Agreed(
        ReadOnlySpan<RegisteredProtocol> candidates, Side side, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> other)
    {
        RegisteredProtocol? agreed = null;
        foreach (var protocol in candidates)
        {
            if (protocol.Is(ProtocolTraits.OwnPortOnly) || protocol.Probe(bytes, side, false) == ProbeResult.No
                || protocol.Probe(other, Other(side), false) == ProbeResult.No)
            {
                continue;
            }

            if (agreed is not null)
            {
                return null;
            }

            agreed = protocol;
        }

        return agreed;
    }

    private static RegisteredProtocol? Fitting(ReadOnlySpan<RegisteredProtocol> owners, Side side, ReadOnlySpan<byte> bytes)
    {
        foreach (var owner in owners)
        {
            if (owner.Probe(bytes, side, true) != ProbeResult.No || owner.Probe(bytes, Other(side), true) != ProbeResult.No)
            {
                return owner;
            }
        }

        return null;
    }

    private static RegisteredProtocol? Unrecognised(ReadOnlySpan<RegisteredProtocol> owners)
    {
        foreach (var owner in owners)
        {
            if (owner.Is(ProtocolTraits.InspectUnrecognised))
            {
                return owner;
            }
        }

        return null;
    }

    private RegisteredProtocol Named(string name) => registry.Protocols[registry.IndexOf(name)];

    private static Side Other(Side side) => side == Side.Forward ? Side.Backward : Side.Forward;
}
