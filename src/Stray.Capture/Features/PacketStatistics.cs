using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Stray.Capture.Decoding;
using Stray.Capture.Flows;

namespace Stray.Capture.Features;

/// <summary>
/// Running sums over a flow's packets that the per-flow features are computed from. Updated once a packet: additions only,
/// roots and logarithms wait until the flow ends. 248 bytes.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct PacketStatistics
{
    private const int ShortestSample = 16;
    private const int LongestSample = 64;

    internal SideStatistics Forward;
    internal SideStatistics Backward;
    internal FirstPayloads Payloads;
    internal double GapSquares;
    internal long Last;
    internal long GapMin;
    internal long GapMax;
    internal uint Packets;
    internal uint DataPackets;
    internal uint Segments;
    internal uint Syn;
    internal uint Fin;
    internal uint Rst;
    internal uint Psh;
    internal uint ZeroWindows;
    internal bool SawIp;

    public void Add(scoped in Packet packet, Side side)
    {
        ref var own = ref side == Side.Forward ? ref Forward : ref Backward;
        own.Add(packet.WireLength, packet.Time);
        AddGap(packet.Time);
        if (packet.IpVersion != 0)
        {
            SawIp = true;
            own.AddTtl(packet.TimeToLive);
        }

        if (packet.IsTcp)
        {
            AddSegment(packet.Tcp, ref own);
        }

        if (packet.PayloadWireLength > 0)
        {
            AddPayload(packet, ref own, side);
        }
    }

    private void AddGap(long time)
    {
        if (Packets++ == 0)
        {
            (Last, GapMin) = (time, long.MaxValue);
            return;
        }

        var gap = time > Last ? time - Last : 0;
        if (gap < 0)
        {
            gap = long.MaxValue; // hostile times further apart than a long can hold
        }

        var seconds = gap * 1e-9;
        GapSquares += seconds * seconds;
        GapMin = Math.Min(GapMin, gap);
        GapMax = Math.Max(GapMax, gap);
        Last = Math.Max(Last, time);
    }

    private void AddSegment(in TcpSegment segment, ref SideStatistics own)
    {
        var flags = (uint)segment.Flags;
        Segments++;
        Fin += flags & 1;
        Syn += (flags >> 1) & 1;
        Rst += (flags >> 2) & 1;
        Psh += (flags >> 3) & 1;
        if (segment.Window == 0 && (segment.Flags & TcpFlags.Rst) == 0)
        {
            ZeroWindows++;
        }

        if (!own.HasWindow)
        {
            own.HasWindow = true;
            own.Window = segment.Window;
        }
    }

    private void AddPayload(scoped in Packet packet, ref SideStatistics own, Side side)
    {
        if (DataPackets < FirstPayloads.Length)
        {
            Payloads[(int)DataPackets] = side == Side.Forward ? packet.PayloadWireLength : -packet.PayloadWireLength;
        }

        DataPackets++;
        if (own.SampleLength == 0 && packet.PayloadLength >= ShortestSample)
        {
            Sample(packet.Payload[..Math.Min(LongestSample, packet.PayloadLength)], ref own);
        }
    }

    private static void Sample(ReadOnlySpan<byte> payload, ref SideStatistics own)
    {
        own.SampleLength = (byte)payload.Length;
        own.Printable = (float)Printable.Count(payload) / payload.Length;
        own.Entropy = (float)(Entropy.BitsPerByte(payload) / Math.Log2(payload.Length));
    }

    /// <summary>Signed payload lengths of the first packets that have one.</summary>
    [InlineArray(Length)]
    internal struct FirstPayloads
    {
        public const int Length = 4;
        private int _first;
    }
}
