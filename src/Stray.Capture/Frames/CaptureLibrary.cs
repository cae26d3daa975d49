using SharpPcap;

namespace Stray.Capture.Frames;

/// <summary>The libpcap that frames would be captured with.</summary>
public static class CaptureLibrary
{
    /// <returns>Its version, or what to install.</returns>
    public static (string? Version, string? Missing) Find()
    {
        try
        {
            using var library = new LibPcap();
            return (Pcap.Version, null);
        }
        catch (DllNotFoundException)
        {
            return (null, LibPcap.Missing);
        }
    }
}
