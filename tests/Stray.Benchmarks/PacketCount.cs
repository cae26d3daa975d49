using SharpPcap;
using SharpPcap.LibPcap;

namespace Stray.Benchmarks;

/// <summary>The bare libpcap loop: what reading a file costs anybody who looks at nothing in it.</summary>
internal static class PacketCount
{
    public static long Of(string capture)
    {
        using var device = new CaptureFileReaderDevice(capture);
        device.Open();
        var packets = 0L;
        while (true)
        {
            nint header = 0, data = 0;
            if (device.GetNextPacketPointers(ref header, ref data) <= 0)
            {
                return packets;
            }

            packets++;
        }
    }
}
