using Stray.Capture.Flows;
using Stray.Capture.Inspection;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection;

/// <summary>Feeds one inspector bytes of our own and collects what it says.</summary>
internal sealed class InspectorRun
{
    /// <summary>Offset of the payload in every frame: Ethernet, IPv4 and TCP headers.</summary>
    public const int PayloadOffset = 54;

    private readonly ProtocolInspector _inspector;
    private readonly FindingStore _store = new();
    private FlowState _flow;
    private long _frame;

    public InspectorRun(ProtocolInspector inspector, ushort serverPort, byte protocol = ProtocolNames.Tcp, ushort clientPort = 40000)
    {
        _inspector = inspector;
        _flow.Key = new FlowKey(Address.FromV4(0x0A000001), Address.FromV4(0x0A000002), clientPort, serverPort, protocol, 0x0800);
        _flow.Forward.Packets = _flow.Backward.Packets = 2; // handshake seen, both ways
    }

    public AppState App { get; } = new();

    public InspectorRun Midstream()
    {
        _flow.Midstream = true;
        return this;
    }

    /// <summary>Both sides have been seen, as after a handshake.</summary>
    public InspectorRun Answered()
    {
        _flow.See(Side.Forward);
        _flow.See(Side.Backward);
        return this;
    }

    /// <summary>One side's bytes in hexadecimal, as one frame.</summary>
    public InspectorRun Hex(Side side, string hex) => Send(side, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

    public void Datagram(Side side, ReadOnlySpan<byte> bytes, int wireLength = -1, bool reassembled = false)
    {
        var context = new InspectionContext(_store, ref _flow, side, App);
        _inspector.OnDatagram(ref context, Chunk(bytes, ++_frame, reassembled ? -1 : PayloadOffset, wireLength));
    }

    /// <summary>Sends bytes of one frame in as many chunks as there are cuts: the evidence must not depend on them.</summary>
    public InspectorRun Send(Side side, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> cuts)
    {
        _frame++;
        var start = 0;
        foreach (var cut in cuts)
        {
            var end = Math.Clamp(cut, start, bytes.Length);
            SendChunk(side, bytes[start..end], _frame, PayloadOffset + start);
            start = end;
        }

        SendChunk(side, bytes[start..], _frame, PayloadOffset + start);
        return this;
    }

    /// <summary>Sends bytes as one frame after each other, each beginning at <see cref="PayloadOffset"/>.</summary>
    public InspectorRun SendFrames(Side side, params ReadOnlySpan<string> frames)
    {
        foreach (var frame in frames)
        {
            SendChunk(side, System.Text.Encoding.Latin1.GetBytes(frame), ++_frame, PayloadOffset);
        }

        return this;
    }

    public InspectorRun Client(string text) => SendFrames(Side.Forward, text);

    public InspectorRun Server(string text) => SendFrames(Side.Backward, text);

    public InspectorRun Gap(Side side, long bytes)
    {
        var context = new InspectionContext(_store, ref _flow, side, App);
        _inspector.OnGap(ref context, bytes);
        return this;
    }

    /// <summary>A frame of which the snaplen left only <paramref name="bytes"/>.</summary>
    public InspectorRun SendCut(Side side, string bytes, int wireLength)
    {
        var context = new InspectionContext(_store, ref _flow, side, App);
        _inspector.OnStream(ref context, Chunk(System.Text.Encoding.Latin1.GetBytes(bytes), ++_frame, PayloadOffset, wireLength));
        return this;
    }

    public List<FlowFinding> End()
    {
        var context = new InspectionContext(_store, ref _flow, Side.Forward, App);
        _inspector.OnEnd(ref context);
        var findings = new List<FlowFinding>();
        _store.Drain(ref _flow.Findings, findings);
        findings.Reverse();
        return findings;
    }

    public void ExpectNothing() => Assert.Empty(End().Select(f => $"{f.Name}: {f.Detail}"));

    /// <summary>Exactly this finding, and the bytes at its place.</summary>
    public void Expect(FindingName name, long frame, int offset, int length)
    {
        var findings = End();
        var finding = Assert.Single(findings, f => f.Name == name);
        Assert.Equal((frame, PayloadOffset + offset, length), (finding.Frame, finding.Offset, finding.Length));
    }

    private void SendChunk(Side side, ReadOnlySpan<byte> bytes, long frame, int offset)
    {
        var context = new InspectionContext(_store, ref _flow, side, App);
        _inspector.OnStream(ref context, Chunk(bytes, frame, offset, -1));
    }

    private static StreamChunk Chunk(ReadOnlySpan<byte> bytes, long frame, int offset, int wireLength) => new()
    {
        Bytes = bytes,
        WireLength = wireLength < 0 ? bytes.Length : wireLength,
        Frame = frame,
        FrameOffset = offset,
        Time = frame * 1_000_000,
    };
}
