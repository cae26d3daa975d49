namespace Stray.Capture.Flows.Tcp;

/// <summary>One side of a TCP connection as its own segments and the peer's acknowledgements show it. Sequence numbers are absolute, modulo 2^32.</summary>
public struct TcpSide
{
    /// <summary>Initial sequence number (RFC 9293 s3.4.1); estimated when the SYN was not seen.</summary>
    public uint Isn;

    /// <summary>One past the highest sequence number sent; SYN and FIN take one each.</summary>
    public uint Next;

    /// <summary>Highest acknowledgement received from the peer.</summary>
    public uint Acked;

    /// <summary>First sequence number beyond the window the peer granted.</summary>
    public uint Edge;

    /// <summary>Largest window granted so far, in bytes.</summary>
    public uint LargestWindow;

    /// <summary>Sequence number of the next byte to hand to inspection.</summary>
    public uint Delivered;

    /// <summary>Highest TSval sent (RFC 7323).</summary>
    public uint Timestamp;

    /// <summary>Sequence number of the RST, when <see cref="TcpSideFlags.ResetLive"/>.</summary>
    public uint ResetSequence;

    /// <summary>Sequence number of the FIN itself, when <see cref="TcpSideFlags.FinSeen"/>.</summary>
    public uint FinSequence;

    /// <summary>The last of the sequence numbers counted in <see cref="SynVariants"/>.</summary>
    public uint LastVariant;

    /// <summary>Stream bytes given up as lost.</summary>
    public uint LostBytes;

    /// <summary>First out-of-order block held for this side; 0 = none.</summary>
    public int Pending;
    public int PendingBytes;

    /// <summary>Handle of the retained last bytes of the stream; 0 = none.</summary>
    public int Retained;

    public ushort DataSegments;
    public ushort Retransmissions;
    public ushort OutOfOrder;
    public ushort DuplicateAcks;
    public ushort ZeroWindows;
    public ushort KeepAlives;
    public ushort BadChecksums;
    public ushort Packets;
    public TcpSideFlags Flags;
    public byte Syns;
    public byte Fins;
    public byte Resets;

    /// <summary>How often a SYN (or SYN/ACK) came with yet another sequence number.</summary>
    public byte SynVariants;

    /// <summary>Repeated SYNs (or SYN/ACKs) whose timestamp differs from the one before.</summary>
    public byte SynStamps;

    /// <summary>Shift of the windows this side advertises; -1 = not offered.</summary>
    public sbyte Scale;
    public TcpSideState State;

    /// <summary>
    /// Moves <see cref="Next"/> on. The first number follows at a distance once the connection has carried a gigabyte, so that
    /// "before the first" keeps its meaning beyond 2^31 bytes.
    /// </summary>
    public void Advance(uint next)
    {
        Next = next;
        if (next - Isn > 1u << 30)
            Isn = next - (1u << 29);
    }

    public readonly bool Is(TcpSideFlags flags) => (Flags & flags) == flags;
}
