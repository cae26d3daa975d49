using System.Buffers.Binary;
using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Conversations;

/// <summary>One end's state of a TCP connection, as its own stack holds it.</summary>
internal sealed class TcpEnd(Host host, ushort port, uint initialSequence)
{
    public Host Host => host;

    public ushort Port => port;

    /// <summary>Next sequence number to send (SND.NXT).</summary>
    public uint Sequence { get; set; } = initialSequence;

    /// <summary>Next sequence number expected (RCV.NXT).</summary>
    public uint Expected { get; set; }

    /// <summary>Timestamp of the other end to echo (TS.Recent).</summary>
    public uint Recent { get; set; }

    /// <summary>When its last segment passed the switch: later ones must not overtake it.</summary>
    public long LastSent { get; set; }

    /// <summary>When the segment it has not acknowledged yet passed the switch; negative when there is none.</summary>
    public long OwesAckSince { get; set; } = -1;

    /// <summary>What it has received beyond a hole, while there is one (RFC 2018).</summary>
    public (uint Left, uint Right)? Selective { get; set; }

    public ushort Window { get; set; } = host.Stack.Window;

    /// <summary>When the data it still owes an acknowledgement for will be acknowledged without anything else happening.</summary>
    public long AckDue => OwesAckSince + host.RoundTrip + host.Stack.DelayedAck;

    /// <summary>NOP, NOP, timestamps (RFC 7323 appendix A); returns the length, 0 when not in use.</summary>
    public static int WriteTimestamps(Span<byte> options, uint value, uint echo)
    {
        options[0] = 1;
        options[1] = 1;
        options[2] = 8;
        options[3] = 10;
        BinaryPrimitives.WriteUInt32BigEndian(options[4..], value);
        BinaryPrimitives.WriteUInt32BigEndian(options[8..], echo);
        return 12;
    }

    /// <summary>NOP, NOP, one SACK block (RFC 2018 s3).</summary>
    public static int WriteSelective(Span<byte> options, (uint Left, uint Right) block)
    {
        options[0] = 1;
        options[1] = 1;
        options[2] = 5;
        options[3] = 10;
        BinaryPrimitives.WriteUInt32BigEndian(options[4..], block.Left);
        BinaryPrimitives.WriteUInt32BigEndian(options[8..], block.Right);
        return 12;
    }

    /// <summary>A SYN's or SYN-ACK's options: those of the stack, less what the other end did not offer.</summary>
    public int WriteSynOptions(Span<byte> options, StackProfile offered, uint value, uint echo)
    {
        var own = host.Stack.SynOptions;
        if (host.Stack.Timestamps && !offered.Timestamps)
        {
            own = [2, 4, 5, 180, 1, 1, 4, 2, 1, 3, 3, host.Stack.Scale];
        }

        if (offered.Scale == 0)
        {
            own = [2, 4, 5, 180];
        }

        own.CopyTo(options);
        var place = own.AsSpan().IndexOf([(byte)8, (byte)10]);
        if (place >= 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(options[(place + 2)..], value);
            BinaryPrimitives.WriteUInt32BigEndian(options[(place + 6)..], echo);
        }

        return own.Length;
    }

    public TcpFields Segment(TcpEnd peer, TcpControl control) =>
        new(port, peer.Port, Sequence, (control & TcpControl.Ack) != 0 ? Expected : 0, control) { Window = Window };
}
