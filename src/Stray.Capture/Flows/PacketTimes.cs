using Stray.Capture.Decoding;
using Stray.Contracts.Findings;

namespace Stray.Capture.Flows;

/// <summary>Packet times that no capture clock gives (quality of the capture, not of the traffic).</summary>
internal static class PacketTimes
{
    /// <summary>Captures from several queues or interfaces swap neighbours by milliseconds, not by more than this.</summary>
    private const long Backwards = 1_000_000_000;

    /// <summary>1 January 2100.</summary>
    private const long FarFuture = 4_102_444_800_000_000_000;

    /// <summary>What is odd about the packet's time; default when nothing is. Call before the packet is counted.</summary>
    public static FindingDetail Anomaly(scoped in Packet packet, CaptureQuality quality)
    {
        if (packet.Time < 0)
            return "packet time before 1970";
        if (packet.Time > FarFuture)
            return "packet time after 2099";
        if (packet.Interface < 0 || packet.Interface >= quality.Interfaces.Count)
            return default;
        var last = quality.Interfaces[packet.Interface].LastTime;
        return last - packet.Time > Backwards ? new("packet time {0} ms before the one captured earlier", (last - packet.Time) / 1_000_000) : default;
    }
}
