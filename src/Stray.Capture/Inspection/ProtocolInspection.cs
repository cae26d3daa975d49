using Stray.Capture.Decoding;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.PortProtocol;
using Stray.Capture.Inspection.Recognition;

namespace Stray.Capture.Inspection;

/// <summary>
/// Recognises the application protocol of a flow by content and hands its bytes to that protocol's inspector. The flow
/// stage calls it: datagrams as they come, TCP bytes in order and once.
/// </summary>
public sealed class ProtocolInspection
{
    /// <summary>A datagram flow that said nothing recognisable in so many datagrams a side is left alone.</summary>
    private const int MaximumDatagrams = 6;

    /// <summary>Protocols nested in one flow (SOCKS in CONNECT in …); more is no use anybody has.</summary>
    private const int MaximumSwitches = 4;

    private readonly FindingStore _findings;
    private readonly Recogniser _recogniser;
    private readonly AppPool _pool;

    public ProtocolInspection(FindingStore findings)
        : this(findings, ProtocolRegistry.Default)
    {
    }

    public ProtocolInspection(FindingStore findings, ProtocolRegistry registry)
    {
        _findings = findings;
        _recogniser = new Recogniser(registry);
        _pool = new AppPool(registry);
    }

    /// <summary>Messages left uninspected because too many were unfinished at once.</summary>
    public long BuffersRefused => _pool.Buffers.Refused;

    /// <summary>Whether the flow's inspector wants more of this side's stream; when neither side is wanted, reassembly stops.</summary>
    public static bool Wants(in FlowState flow, Side side) => flow.App is null || flow.App.Wants(side);

    public void OnDatagram(ref FlowState flow, Side side, scoped in Packet packet)
    {
        if (packet.PayloadLength == 0)
        {
            return;
        }

        var chunk = new StreamChunk
        {
            Bytes = packet.Payload,
            WireLength = packet.PayloadWireLength,
            Frame = packet.Frame,
            FrameOffset = packet.Reassembled ? -1 : packet.PayloadOffset,
            Time = packet.Time,
        };
        var app = flow.App ??= _pool.Rent();
        RecogniseDatagram(ref flow, app, side, chunk);
        if (app.Inspector is { } inspector)
        {
            var context = new InspectionContext(_findings, ref flow, side, app);
            inspector.OnDatagram(ref context, chunk);
            Retire(app);
        }
    }

    /// <summary>The next bytes of one side's stream.</summary>
    public void OnStream(ref FlowState flow, Side side, scoped in StreamChunk chunk)
    {
        var app = flow.App ??= _pool.Rent();
        if (app.Stage != RecognitionStage.Undecided)
        {
            Deliver(ref flow, app, side, chunk);
        }
        else if (chunk.Bytes.Length > 0)
        {
            RecogniseStream(ref flow, app, side, chunk);
        }
    }

    /// <summary>Bytes that will never come (lost, or dropped by a bound); the inspector resynchronises or gives up.</summary>
    public void OnGap(ref FlowState flow, Side side, long bytes)
    {
        var app = flow.App ??= _pool.Rent();
        ref var progress = ref app.Progress(side);
        progress.Broken = true;
        progress.Checked = true;
        if (app.Inspector is { } inspector)
        {
            var context = new InspectionContext(_findings, ref flow, side, app);
            inspector.OnGap(ref context, bytes);
            Retire(app);
        }
        else if (app.Stage == RecognitionStage.Undecided)
        {
            Conclude(ref flow, app, side);
            if (app.Inspector is { } concluded) // it has read the opening, and what comes next does not follow it
            {
                var context = new InspectionContext(_findings, ref flow, side, app);
                concluded.OnGap(ref context, bytes);
            }
        }
    }

    /// <summary>
    /// The flow ends: report what only the end shows. Its <see cref="FlowState.App"/> can be read until the next call for another
    /// flow; then the pool has it.
    /// </summary>
    public void OnEnd(ref FlowState flow)
    {
        if (flow.App is not { } app)
        {
            return;
        }

        if (app.Stage == RecognitionStage.Undecided && app.Opening is { Count: > 0 } opening)
        {
            Conclude(ref flow, app, opening.Order(0));
        }

        if (app.Inspector is { } inspector)
        {
            var context = new InspectionContext(_findings, ref flow, Side.Forward, app);
            inspector.OnEnd(ref context);
        }

        _pool.Return(app);
    }

    private void RecogniseDatagram(ref FlowState flow, AppState app, Side side, scoped in StreamChunk chunk)
    {
        ref var progress = ref app.Progress(side);
        if (app.Stage == RecognitionStage.Recognised)
        {
            if (app.Inspector is null && app.Recognised!.Is(ProtocolTraits.Shares) && progress.Chunks++ < 2 * MaximumDatagrams)
            {
                Adopt(app, _recogniser.RecogniseWithin(app.Recognised, chunk.Bytes, side));
            }

            CheckOtherSide(ref flow, app, side, chunk, udp: true);
            return;
        }

        if (app.Stage == RecognitionStage.Unknown)
        {
            return;
        }

        var protocol = _recogniser.RecogniseDatagram(flow, ref progress, side, chunk.Bytes);
        if (protocol is not null)
        {
            Recognise(ref flow, app, protocol, side, chunk, udp: true);
        }
        else if (++progress.Chunks >= MaximumDatagrams)
        {
            app.Stage = RecognitionStage.Unknown;
        }
    }

    private void RecogniseStream(ref FlowState flow, AppState app, Side side, scoped in StreamChunk chunk)
    {
        ref var progress = ref app.Progress(side);
        if (progress.Chunks++ == 0 && app.Progress(side == Side.Forward ? Side.Backward : Side.Forward).Chunks == 0)
        {
            app.ResponderFirst = side == Side.Backward;
        }

        var buffered = app.Opening?.Of(side);
        var alone = buffered is null || buffered.Length == 0;
        var fits = !alone || chunk.Bytes.Length < Opening.MaximumBytes;
        fits = fits && _pool.TryKeep(app, side, chunk);
        var bytes = fits ? app.Opening!.Of(side)!.Bytes : alone ? chunk.Bytes : buffered!.Bytes;
        var protocol = _recogniser.RecogniseStream(flow, app.Opening, side, bytes[..Math.Min(bytes.Length, Opening.MaximumBytes)]);
        if (protocol is null && !fits)
        {
            protocol = Settle(ref flow, app, side, chunk);
        }

        if (protocol is null)
        {
            return;
        }

        Recognise(ref flow, app, protocol, side, FirstChunk(app, side, chunk), udp: false);
        Replay(ref flow, app);
        if (!fits)
        {
            OnStream(ref flow, side, chunk);
        }
    }

    /// <summary>The last word on a stream whose opening has all been seen: the port's protocol if it fits, else unknown.</summary>
    private RegisteredProtocol? Settle(ref FlowState flow, AppState app, Side side, scoped in StreamChunk chunk)
    {
        var first = FirstChunk(app, side, chunk);
        var protocol = _recogniser.SettleByPort(flow, app.Opening, side, first.Bytes);
        if (protocol is null)
        {
            app.Stage = RecognitionStage.Unknown;
            UnknownProtocol.Report(new InspectionContext(_findings, ref flow, side, app), _recogniser, first);
            _pool.Close(app);
        }

        return protocol;
    }

    private void Conclude(ref FlowState flow, AppState app, Side side)
    {
        if (app.Opening?.Of(side) is not { Length: > 0 } opening)
        {
            return;
        }

        var first = opening.Chunk(0);
        if (Settle(ref flow, app, side, first) is { } protocol)
        {
            Recognise(ref flow, app, protocol, side, first, udp: false);
            Replay(ref flow, app);
        }
    }

    private void Recognise(
        ref FlowState flow, AppState app, RegisteredProtocol protocol, Side side, scoped in StreamChunk chunk, bool udp)
    {
        app.Stage = RecognitionStage.Recognised;
        app.Recognised = protocol;
        app.Progress(side).Checked = true;
        if (app.Protocol.Length == 0)
        {
            app.Protocol = protocol.Name;
        }

        _pool.Inspectors.Attach(app, protocol);
        var context = new InspectionContext(_findings, ref flow, side, app);
        PortMismatch.Report(context, _recogniser.Registry, protocol, chunk, udp);
        DirectionMismatch.ReportFirst(context, protocol, chunk, udp);
    }

    private void Adopt(AppState app, RegisteredProtocol? inner)
    {
        if (inner is not null)
        {
            _pool.Inspectors.Attach(app, inner);
        }
    }

    /// <summary>Gives what was kept to the inspector, in the order it came; a switch in the middle starts recognition anew.</summary>
    private void Replay(ref FlowState flow, AppState app)
    {
        if (app.Opening is not { } opening)
        {
            return;
        }

        app.Opening = null;
        Span<int> next = stackalloc int[2];
        next.Clear();
        for (var i = 0; i < opening.Count; i++)
        {
            var side = opening.Order(i);
            OnStream(ref flow, side, opening.Of(side)!.Chunk(next[(int)side]++));
        }

        _pool.Close(opening);
    }

    private void Deliver(ref FlowState flow, AppState app, Side side, scoped in StreamChunk chunk)
    {
        CheckOtherSide(ref flow, app, side, chunk, udp: false);
        if (app.Inspector is not { } inspector || !inspector.Wants(side))
        {
            return;
        }

        var context = new InspectionContext(_findings, ref flow, side, app);
        inspector.OnStream(ref context, chunk);
        if (app.SwitchRequested)
        {
            Switch(ref flow, app, side, chunk);
        }
        else
        {
            Retire(app);
        }
    }

    private void Switch(ref FlowState flow, AppState app, Side side, scoped in StreamChunk chunk)
    {
        var context = new InspectionContext(_findings, ref flow, side, app);
        app.Inspector!.OnEnd(ref context);
        InspectorPool.Shelve(app);
        var rest = app.SwitchOffset;
        app.AcknowledgeSwitch();
        if (app.Switches > MaximumSwitches)
        {
            app.Stage = RecognitionStage.Unknown;
        }
        else if (rest < chunk.Bytes.Length)
        {
            OnStream(ref flow, side, chunk.From(rest));
        }
    }

    private void CheckOtherSide(ref FlowState flow, AppState app, Side side, scoped in StreamChunk chunk, bool udp)
    {
        ref var progress = ref app.Progress(side);
        if (progress.Checked || app.Stage != RecognitionStage.Recognised)
        {
            return;
        }

        progress.Checked = true;
        if (!progress.Broken && !flow.Midstream)
        {
            DirectionMismatch.ReportOther(new InspectionContext(_findings, ref flow, side, app), _recogniser, chunk, udp);
        }
    }

    private void Retire(AppState app)
    {
        if (app.Inspector is { LeavesEarly: true } inspector && !inspector.Wants(Side.Forward) && !inspector.Wants(Side.Backward))
        {
            _pool.Inspectors.Return(app);
        }
    }

    private static StreamChunk FirstChunk(AppState app, Side side, scoped in StreamChunk chunk) =>
        app.Opening?.Of(side) is { Length: > 0 } opening ? opening.Chunk(0) : chunk.From(0);
}
