using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>The features of scope Flow: from a record's identity and counts alone, the same for packets and flow logs.</summary>
internal static class FlowFeatures
{
    private const double ShortestDuration = 1e-3; // rates of single-packet flows stay finite
    private const long Nanoseconds = 1_000_000_000;

    public static void Fill(FlowRecord flow, in FlowVolumes volumes)
    {
        var features = flow.Features.AsSpan();
        FillCounts(flow, volumes, features);
        FillShapes(flow, volumes, features);
        features[(int)Feature.Answered] = ConnectionState.Answered(flow);
        features[(int)Feature.Failed] = ConnectionState.Failed(flow);
        features[(int)Feature.Reset] = ConnectionState.Reset(flow);
        FillPorts(flow, features);
        FillName(flow.ServerName, features);
        FillTime(flow.Start, features);
    }

    private static void FillCounts(FlowRecord flow, in FlowVolumes volumes, Span<float> features)
    {
        features[(int)Feature.FwdPackets] = flow.ForwardPackets;
        features[(int)Feature.BwdPackets] = flow.BackwardPackets;
        features[(int)Feature.FwdBytes] = (float)volumes.ForwardFrames;
        features[(int)Feature.BwdBytes] = (float)volumes.BackwardFrames;
        features[(int)Feature.FwdPayload] = (float)volumes.ForwardPayload;
        features[(int)Feature.BwdPayload] = (float)volumes.BackwardPayload;
    }

    private static void FillShapes(FlowRecord flow, in FlowVolumes volumes, Span<float> features)
    {
        var duration = Math.Max(0, (double)flow.End - flow.Start) / Nanoseconds;
        var packets = (double)flow.ForwardPackets + flow.BackwardPackets;
        var volume = volumes.Forward + volumes.Backward;
        features[(int)Feature.Duration] = (float)duration;
        features[(int)Feature.FwdPacketShare] = Ratio(flow.ForwardPackets, packets);
        features[(int)Feature.FwdByteShare] = Ratio(volumes.Forward, volume);
        features[(int)Feature.FwdBytesPerPacket] = Ratio(volumes.Forward, flow.ForwardPackets);
        features[(int)Feature.BwdBytesPerPacket] = Ratio(volumes.Backward, flow.BackwardPackets);
        features[(int)Feature.PacketRate] = (float)(packets / Math.Max(duration, ShortestDuration));
        features[(int)Feature.ByteRate] = (float)(volume / Math.Max(duration, ShortestDuration));
    }

    private static void FillPorts(FlowRecord flow, Span<float> features)
    {
        if (flow.Protocol is not (ProtocolNames.Tcp or ProtocolNames.Udp or ProtocolNames.Sctp))
        {
            return; // an ICMP type is no port
        }

        features[(int)Feature.DstPortSystem] = flow.DestinationPort < 1024 ? 1 : 0;
        features[(int)Feature.DstPortDynamic] = flow.DestinationPort >= 49152 ? 1 : 0;
        features[(int)Feature.SrcPortSystem] = flow.SourcePort < 1024 ? 1 : 0;
    }

    private static void FillName(string name, Span<float> features)
    {
        if (name.Length == 0)
        {
            return;
        }

        Span<byte> sample = stackalloc byte[Entropy.LongestSample];
        var length = Math.Min(name.Length, sample.Length);
        for (var i = 0; i < length; i++)
        {
            sample[i] = (byte)name[i];
        }

        features[(int)Feature.ServerNameLength] = name.Length;
        features[(int)Feature.ServerNameEntropy] = (float)Entropy.BitsPerByte(sample[..length]);
    }

    private static void FillTime(long start, Span<float> features)
    {
        const double Day = 86_400, Week = 7 * Day, FirstMonday = 4 * Day; // 1970-01-01 was a Thursday
        var seconds = (double)start / Nanoseconds;
        var (daySin, dayCos) = Math.SinCos(2 * Math.PI * (seconds % Day) / Day);
        var (weekSin, weekCos) = Math.SinCos(2 * Math.PI * ((seconds - FirstMonday) % Week) / Week);
        features[(int)Feature.DaySin] = (float)daySin;
        features[(int)Feature.DayCos] = (float)dayCos;
        features[(int)Feature.WeekSin] = (float)weekSin;
        features[(int)Feature.WeekCos] = (float)weekCos;
    }

    private static float Ratio(double part, double whole) => whole > 0 ? (float)(part / whole) : float.NaN;
}
