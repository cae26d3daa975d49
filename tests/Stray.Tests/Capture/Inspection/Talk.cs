using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection;

/// <summary>
/// A made-up flow: each call is one segment or datagram, in a frame of its own, whose payload begins at <see cref="Offset"/>.
/// </summary>
internal sealed class Talk
{
    /// <summary>Where the payload begins in every frame: Ethernet, IPv4, TCP.</summary>
    public const int Offset = 54;

    private readonly FindingStore _store = new();
    private readonly ProtocolInspection _inspection;
    private readonly bool _udp;
    private FlowState _flow;
    private long _frame;

    public Talk(ushort serverPort = 443, bool udp = false, bool midstream = false)
    {
        _inspection = new ProtocolInspection(_store);
        _udp = udp;
        _flow.Key = new FlowKey(Address.FromV4(0x0A000001), Address.FromV4(0x0A000002), 50123, serverPort, udp ? ProtocolNames.Udp : ProtocolNames.Tcp, 0);
        _flow.Midstream = midstream;
        _flow.Forward.Packets = midstream ? 0 : 2; // SYN and ACK
        _flow.Backward.Packets = midstream ? 0 : 1;
    }

    public string App => _flow.App?.Protocol ?? "";

    public string ServerName => _flow.App?.ServerName ?? "";

    public string Fingerprint => _flow.App?.Fingerprint ?? "";

    public AppState State => _flow.App!;

    public bool Wants(Side side) => ProtocolInspection.Wants(_flow, side);

    public Talk Client(ReadOnlySpan<byte> bytes) => Say(Side.Forward, bytes);

    public Talk Server(ReadOnlySpan<byte> bytes) => Say(Side.Backward, bytes);

    public Talk Gap(Side side, long bytes)
    {
        _inspection.OnGap(ref _flow, side, bytes);
        return this;
    }

    /// <summary>One side's bytes, cut into segments of at most <paramref name="size"/>.</summary>
    public Talk Cut(Side side, ReadOnlySpan<byte> bytes, int size)
    {
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(size, bytes.Length)..])
        {
            Say(side, bytes[..Math.Min(size, bytes.Length)]);
        }

        return this;
    }

    public Talk Say(Side side, ReadOnlySpan<byte> bytes)
    {
        _frame++;
        ref var counts = ref side == Side.Forward ? ref _flow.Forward : ref _flow.Backward;
        counts.Packets++;
        counts.PayloadBytes += bytes.Length;
        if (_udp)
        {
            var datagram = new Packet { Bytes = bytes, Frame = _frame, PayloadLength = bytes.Length, PayloadWireLength = bytes.Length };
            _inspection.OnDatagram(ref _flow, side, datagram);
        }
        else
        {
            _inspection.OnStream(ref _flow, side, new StreamChunk { Bytes = bytes, WireLength = bytes.Length, Frame = _frame, FrameOffset = Offset });
        }

        return this;
    }

    public List<FlowFinding> End()
    {
        _inspection.OnEnd(ref _flow);
        var findings = new List<FlowFinding>();
        _store.Drain(ref _flow.Findings, findings);
        return findings;
    }

    /// <summary>Ends the flow and asserts exactly this one finding, at this place.</summary>
    public FlowFinding ExpectOnly(FindingName name, long frame, int offset, int? length = null)
    {
        var finding = Assert.Single(End());
        Assert.Equal((name, frame, offset), (finding.Name, finding.Frame, finding.Offset));
        if (length is { } expected)
        {
            Assert.Equal(expected, finding.Length);
        }

        return finding;
    }

    public void ExpectNothing() => Assert.Empty(End());
}
