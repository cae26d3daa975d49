using Stray.Capture.Decoding;

namespace Stray.Capture.Flows;

/// <summary>What one interface of a capture brought in.</summary>
public sealed class InterfaceQuality
{
    /// <summary>Interfaces told apart; a hostile pcapng may declare any number.</summary>
    public const int Most = 64;

    public long Frames { get; private set; }

    /// <summary>On the wire.</summary>
    public long Bytes { get; private set; }

    /// <summary>Frames of which less was captured than was on the wire.</summary>
    public long SnaplenCut { get; private set; }

    /// <summary>Time of the latest packet, nanoseconds since 1970 UTC.</summary>
    public long LastTime { get; private set; } = long.MinValue;

    internal void OnPacket(scoped in Packet packet)
    {
        Frames++;
        Bytes += packet.WireLength;
        if (packet.CapturedLength < packet.WireLength)
            SnaplenCut++;
        LastTime = Math.Max(LastTime, packet.Time);
    }
}
