using Stray.Capture.Inspection.Recognition;

namespace Stray.Capture.Inspection;

/// <summary>One line of the <see cref="ProtocolRegistry"/>: how a protocol is recognised and who inspects it.</summary>
/// <param name="Name">As in flow records, e.g. "tls".</param>
/// <param name="Ports">Its usual server ports; the first ones listed for a port own that port.</param>
public sealed record RegisteredProtocol(string Name, ProtocolTraits Traits, Probe Probe, ushort[] Ports)
{
    /// <summary>Makes the inspector; null for a protocol that is only recognised.</summary>
    public Func<StreamBufferPool, ProtocolInspector>? Inspector { get; init; }

    /// <summary>Position in the registry, the key of its inspector pool.</summary>
    public int Index { get; internal set; }

    /// <summary>Detail of a finding about this protocol on a foreign port.</summary>
    internal string OnPortText { get; } = Name + " on port {0}, which is not its own";

    /// <summary>Detail of a finding about bytes on this protocol's port that it rejects.</summary>
    internal string RejectedText { get; } = "port {0} is registered for " + Name + ", whose rules these bytes break";

    public bool Is(ProtocolTraits trait) => (Traits & trait) != 0;

    public bool UsesPort(ushort port) => Ports.AsSpan().Contains(port);
}
