using System.Runtime.InteropServices;
using SharpPcap.LibPcap;

namespace Stray.Capture.Frames;

/// <summary>libpcap's packet header as 64-bit Linux and macOS lay it out: what live frames come with and filters look at.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeFrameHeader
{
    public long Seconds;
    public long Fraction;
    public uint Captured;
    public uint Original;
}

/// <summary>
/// The two libpcap calls that SharpPcap gets wrong or keeps to itself: its DroppedPackets reads 32-bit counters as pointers
/// and shows 0 for real drops on 64-bit systems, and its file descriptor for poll(2) is not public.
/// </summary>
internal sealed unsafe partial class LibPcap : IDisposable
{
    public const string Missing = "libpcap is not installed: 'apt-get install libpcap0.8' or your system's package of it";

    private static readonly string[] Names = ["libpcap.so.0.8", "libpcap.so.1", "libpcap.so", "libpcap.dylib"];
    private const short ReadyToRead = 1;

    private readonly nint _library;
    private readonly delegate* unmanaged<nint, Statistics*, int> _statistics;
    private readonly delegate* unmanaged<nint, int> _selectable;

    /// <summary>Throws <see cref="DllNotFoundException"/> where libpcap is missing.</summary>
    public LibPcap()
    {
        _library = Load();
        _statistics = (delegate* unmanaged<nint, Statistics*, int>)NativeLibrary.GetExport(_library, "pcap_stats");
        _selectable = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(_library, "pcap_get_selectable_fd");
    }

    /// <summary>pcap_stats(3PCAP): three unsigned 32-bit counts since the capture began, which wrap round.</summary>
    public bool TryStatistics(PcapHandle handle, out Statistics statistics)
    {
        fixed (Statistics* counts = &statistics)
        {
            return _statistics(handle.DangerousGetHandle(), counts) == 0;
        }
    }

    /// <summary>Waits until a frame may be there, at most so long.</summary>
    public void Wait(PcapHandle handle, int milliseconds)
    {
        var descriptor = new PollDescriptor { File = _selectable(handle.DangerousGetHandle()), Wanted = ReadyToRead };
        _ = Poll(ref descriptor, 1, milliseconds);
    }

    public void Dispose() => NativeLibrary.Free(_library);

    private static nint Load()
    {
        foreach (var name in Names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
            {
                return library;
            }
        }

        throw new DllNotFoundException(Missing);
    }

    [LibraryImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Poll(ref PollDescriptor descriptors, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Statistics
    {
        public uint Received;
        public uint Dropped;
        public uint InterfaceDropped;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int File;
        public short Wanted;
        public short Happened;
    }
}
