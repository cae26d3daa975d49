using System.Buffers.Binary;
using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Strays;

/// <summary>Crafted packets from one workstation to a server: what fuzzers and stack fingerprinters send.</summary>
internal sealed class MalformedHeaders(Scene scene, Host host) : Plant(scene, "malformed_headers", PlantedKind.Stray)
{
    private Span<byte> Frame => Scene.Wire.Scratch;

    private Span<byte> Ip => Scene.Wire.Scratch.AsSpan(Ipv4Fields.EthernetLength);

    public override Planted Begin()
    {
        var target = Scene.Office.Intranet;
        var span = (At(0.7), At(0.7) + (5 * Nanos.Minute));
        Every(10 * Nanos.Second, 0.5, span, time =>
        {
            time = Scene.Arp.Reach(host, target, time);
            BadOptions(target, time);
            BadFlags(target, time + (40 * Nanos.Millisecond));
            BadDataOffset(target, time + (80 * Nanos.Millisecond));
            OverlappingFragments(target, time + (120 * Nanos.Millisecond));
            BadHeaderLength(target, time + (160 * Nanos.Millisecond));
        });
        const string what = "TCP options of length 0, SYN with FIN, overlapping fragments, header lengths that cannot be";
        var answer = Answer(what, span, [host], [target]);
        return answer with
        {
            Entities = [.. answer.Entities, host.MacText], // a packet whose IP header cannot be read belongs to its MAC address
            Findings =
            [
                FindingName.TcpOptionsMalformed, FindingName.TcpFlagsIllegal, FindingName.TcpHeaderLengthInvalid,
                FindingName.IpFragmentOverlap, FindingName.IpHeaderLengthInvalid,
            ],
        };
    }

    private TcpFields Segment(TcpControl control) => new(host.NextPort(), 80, (uint)Dice.Next(), 0, control);

    private void BadOptions(Host target, long time) =>
        Scene.Wire.Emit(time, Segment(TcpControl.Syn).Write(Frame, host.To(target, 6), [2, 4, 5, 180, 3, 0, 7, 1], []));

    private void BadFlags(Host target, long time) =>
        Scene.Wire.Emit(time, Segment(TcpControl.Syn | TcpControl.Fin | TcpControl.Urg).Write(Frame, host.To(target, 6), [], []));

    private void BadDataOffset(Host target, long time)
    {
        var length = Segment(TcpControl.Syn).Write(Frame, host.To(target, 6), [], []);
        Frame[Ipv4Fields.PayloadOffset + 12] = 3 << 4;
        Scene.Wire.Emit(time, length);
    }

    /// <summary>Teardrop: the second fragment begins inside the first.</summary>
    private void OverlappingFragments(Host target, long time)
    {
        var id = (ushort)Dice.Next();
        var first = host.To(target, 17) with { Id = id, Fragment = Ipv4Fields.MoreFragments };
        Dice.Fill(Frame.Slice(Ipv4Fields.PayloadOffset, 48));
        BinaryPrimitives.WriteUInt16BigEndian(Frame[(Ipv4Fields.PayloadOffset + 4)..], 72);
        Scene.Wire.Emit(time, first.Write(Frame, 48));
        Dice.Fill(Frame.Slice(Ipv4Fields.PayloadOffset, 48));
        Scene.Wire.Emit(time + Nanos.Millisecond, (first with { Fragment = 24 / 8 }).Write(Frame, 48));
    }

    /// <summary>IHL 3, below the header's own minimum.</summary>
    private void BadHeaderLength(Host target, long time)
    {
        var length = Segment(TcpControl.Syn).Write(Frame, host.To(target, 6), [], []);
        Ip[0] = 0x43;
        Scene.Wire.Emit(time, length);
    }
}
