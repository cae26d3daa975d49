using Stray.Capture.Decoding.Ip;
using Stray.Capture.Decoding.Link;
using Stray.Capture.Frames;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding;

/// <summary>
/// Turns a frame into the innermost packet it carries and reports what breaks the link, IP and transport header rules.
/// One instance per worker: it remembers fragments and ARP, within <see cref="DecoderLimits"/>.
/// Nothing is allocated per frame; bytes of a reassembled packet are valid until the next call.
/// </summary>
public sealed class Decoder
{
    private readonly DecoderLimits _limits;
    private readonly DecodingReport _report;
    private readonly LayerDecoders _layers;
    private readonly FrameClock _clock;
    private readonly AddressRules _addresses;

    public Decoder(DecoderLimits? limits = null, TimeProvider? time = null)
    {
        _limits = limits ?? new DecoderLimits();
        _report = new DecodingReport(Findings, Counters);
        _clock = new FrameClock(_report, time ?? TimeProvider.System);
        _layers = new LayerDecoders(_report, _limits, _clock);
        _addresses = new AddressRules(_report);
    }

    /// <summary>Findings of the packet decoded last.</summary>
    public PacketFindings Findings { get; } = new();

    /// <summary>
    /// Findings that became certain with the last call but belong to an earlier packet: fragment trains that never completed.
    /// </summary>
    public ReadOnlySpan<DetachedFinding> Detached => _layers.Fragments.Detached;

    public DecodingCounters Counters { get; } = new();

    /// <summary>Always leaves a packet: what could not be decoded stays at the layer reached (IpVersion 0 = link only).</summary>
    public void Decode(scoped in Frame frame, ref Packet packet)
    {
        Findings.Clear();
        _layers.Fragments.ClearDetached();
        Begin(frame, ref packet);
        _clock.Check(frame, packet);
        var cursor = new Cursor { End = frame.Bytes.Length, WireEnd = packet.WireLength };
        var layer = _layers.Link.Open(frame.LinkType, ref packet, ref cursor);
        for (var depth = 0; layer != Layer.Done; depth++)
        {
            if (depth == _limits.Layers)
            {
                TooDeep(packet, cursor);
                break;
            }

            layer = _layers.Decode(layer, ref packet, ref cursor);
        }

        Finish(ref packet, cursor);
    }

    /// <summary>At the end of the input: what is still incomplete will stay so, see <see cref="Detached"/>.</summary>
    public void Finish()
    {
        Findings.Clear();
        _layers.Fragments.ClearDetached();
        _layers.Fragments.ExpireAll();
    }

    private static void Begin(scoped in Frame frame, ref Packet packet)
    {
        packet = default;
        packet.Bytes = frame.Bytes;
        packet.Frame = frame.Number;
        packet.Time = frame.Time;
        packet.Interface = frame.Interface;
        packet.CapturedLength = frame.Bytes.Length;
        packet.WireLength = Math.Max(frame.OriginalLength, frame.Bytes.Length);
    }

    private void TooDeep(scoped in Packet packet, scoped in Cursor cursor) => _report.Add(
        FindingName.EncapDepthExceeded, packet, cursor.Offset, Math.Max(0, cursor.Captured),
        new FindingDetail("more than {0} headers in one frame", _limits.Layers));

    private void Finish(ref Packet packet, scoped in Cursor cursor)
    {
        Counters.Frames++;
        Counters.FramesCut += packet.CapturedLength < packet.WireLength ? 1 : 0;
        Counters.Tunnels[(int)packet.Tunnel]++;
        if (packet.IpVersion == 0)
        {
            Counters.LinkOnly++;
            return;
        }

        _addresses.Check(packet, cursor);
        Counters.Transport += packet.HasTransport ? 1 : 0;
        Counters.Fragments += packet.Fragment ? 1 : 0;
        Counters.NetworkOnly += packet.HasTransport || packet.Fragment ? 0 : 1;
    }
}
