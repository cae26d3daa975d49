using System.Runtime.InteropServices;

namespace Stray.Capture.Features;

/// <summary>Running sums over the packets of one side of a flow; zeroed = no packet yet.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct SideStatistics
{
    public double SizeSquares;
    public long Bytes;
    public double GapSquares;
    public long First;
    public long Last;
    public long TtlSum;
    public uint Packets;
    public uint TtlPackets;
    public float Entropy;
    public float Printable;
    public ushort SizeMin;
    public ushort SizeMax;
    public ushort Window;
    public byte TtlMin;
    public byte TtlMax;
    public byte SampleLength;
    public bool HasWindow;

    /// <summary>A packet of the side; a time that runs backwards counts as no gap.</summary>
    public void Add(int wireLength, long time)
    {
        var size = (ushort)Math.Clamp(wireLength, 0, ushort.MaxValue);
        Bytes += wireLength;
        SizeSquares += (double)wireLength * wireLength;
        if (Packets++ == 0)
        {
            (First, Last) = (time, time);
            (SizeMin, SizeMax) = (size, size);
            return;
        }

        SizeMin = Math.Min(SizeMin, size);
        SizeMax = Math.Max(SizeMax, size);
        if (time > Last)
        {
            var gap = ((double)time - Last) * 1e-9;
            GapSquares += gap * gap;
            Last = time;
        }
    }

    public void AddTtl(byte ttl)
    {
        TtlMin = TtlPackets == 0 ? ttl : Math.Min(TtlMin, ttl);
        TtlMax = Math.Max(TtlMax, ttl);
        TtlSum += ttl;
        TtlPackets++;
    }
}
