using System.Buffers.Binary;
using Stray.Capture.Decoding;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

/// <summary>
/// A conversation between a client (10.0.0.1:40000) and a server (10.0.0.2:80), written segment by segment. Numbers are
/// relative: the client's SYN is number 0 of <see cref="ClientIsn"/>, the server's 0 of <see cref="ServerIsn"/>.
/// </summary>
internal sealed class Segments(FlowRig rig)
{
    public const uint ClientIsn = 1_000_000;
    public const uint ServerIsn = 0xFFFF_FF00; // wraps within the first kilobyte
    private const int Header = 40;

    private static readonly Address Client = Address.FromV4(0x0A000001);
    private static readonly Address Server = Address.FromV4(0x0A000002);

    private readonly byte[] _frame = new byte[70_000];
    private long _frameNumber;

    public Segments()
        : this(new FlowRig())
    {
    }

    public FlowRig Rig { get; } = rig;

    /// <summary>Time of the next segment, nanoseconds; every segment takes a millisecond.</summary>
    public long Time { get; set; } = 1_700_000_000_000_000_000;

    public ushort ClientPort { get; set; } = 40_000;

    /// <summary>Options of the next segments.</summary>
    public SegmentOptions Options { get; set; } = new();

    /// <summary>The only flow's findings, after the input's end.</summary>
    public IEnumerable<FindingName> Findings => Rig.Finish().Findings.Select(f => f.Name).Distinct();

    public Segments Open() => C("S", 0, 0).S("SA", 0, 1).C("A", 1, 1);

    public Segments C(string flags, long seq, long ack, string payload = "") => C(flags, seq, ack, System.Text.Encoding.ASCII.GetBytes(payload));

    public Segments S(string flags, long seq, long ack, string payload = "") => S(flags, seq, ack, System.Text.Encoding.ASCII.GetBytes(payload));

    public Segments C(string flags, long seq, long ack, ReadOnlySpan<byte> payload) =>
        Send(true, Flags(flags), unchecked((uint)(ClientIsn + seq)), flags.Contains('A') ? unchecked((uint)(ServerIsn + ack)) : 0, payload);

    public Segments S(string flags, long seq, long ack, ReadOnlySpan<byte> payload) =>
        Send(false, Flags(flags), unchecked((uint)(ServerIsn + seq)), flags.Contains('A') ? unchecked((uint)(ClientIsn + ack)) : 0, payload);

    public Segments With(SegmentOptions options)
    {
        Options = options;
        return this;
    }

    public Segments Wait(double seconds)
    {
        Time += (long)(seconds * 1e9);
        return this;
    }

    private Segments Send(bool fromClient, TcpFlags flags, uint seq, uint ack, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(_frame.AsSpan(Header));
        BinaryPrimitives.WriteUInt32BigEndian(_frame.AsSpan(24), seq);
        var packet = new Packet
        {
            Bytes = _frame.AsSpan(0, Header + payload.Length - Options.Cut),
            Frame = ++_frameNumber,
            Time = Time,
            WireLength = Header + payload.Length,
            CapturedLength = Header + payload.Length - Options.Cut,
            IpVersion = 4,
            Protocol = ProtocolNames.Tcp,
            Source = fromClient ? Client : Server,
            Destination = fromClient ? Server : Client,
            SourcePort = fromClient ? ClientPort : (ushort)80,
            DestinationPort = fromClient ? (ushort)80 : ClientPort,
            TransportOffset = 20,
            TransportWireLength = 20 + payload.Length,
            HasTransport = true,
            PayloadOffset = Header,
            PayloadLength = payload.Length - Options.Cut,
            PayloadWireLength = payload.Length,
            ChecksumBad = Options.ChecksumBad,
        };
        packet.Tcp = new TcpSegment
        {
            Sequence = seq,
            Acknowledgment = ack,
            Flags = flags,
            Window = Options.Window,
            WindowScale = -1,
            HasTimestamps = Options.Timestamp is not null,
            TimestampValue = Options.Timestamp ?? 0,
            HasFastOpen = Options.FastOpen,
        };
        Rig.Tracker.Track(packet, Rig.Pending);
        Time += 1_000_000;
        return this;
    }

    private static TcpFlags Flags(string text) => text.Aggregate(TcpFlags.None, (flags, c) => flags | c switch
    {
        'S' => TcpFlags.Syn,
        'A' => TcpFlags.Ack,
        'F' => TcpFlags.Fin,
        'R' => TcpFlags.Rst,
        'P' => TcpFlags.Psh,
        _ => throw new ArgumentException(text),
    });
}

/// <summary>What a segment has beyond flags and numbers.</summary>
internal sealed record SegmentOptions(ushort Window = 8192, uint? Timestamp = null, bool FastOpen = false, bool ChecksumBad = false, int Cut = 0);
