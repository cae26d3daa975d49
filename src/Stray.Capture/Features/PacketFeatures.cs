using Stray.Contracts.Features;

namespace Stray.Capture.Features;

/// <summary>The features of scope Packets that the running sums of a flow give.</summary>
internal static class PacketFeatures
{
    private const double Nanosecond = 1e-9;

    public static void Fill(in PacketStatistics sums, Span<float> features)
    {
        FillSizes(sums.Forward, features[(int)Feature.FwdSizeStd..]);
        FillSizes(sums.Backward, features[(int)Feature.BwdSizeStd..]);
        FillGaps(sums, features);
        FillPayloads(sums, features);
        FillFlags(sums, features);
        FillTtl(sums, features);
        (features[(int)Feature.FwdEntropy], features[(int)Feature.FwdPrintable]) = Sample(sums.Forward);
        (features[(int)Feature.BwdEntropy], features[(int)Feature.BwdPrintable]) = Sample(sums.Backward);
    }

    /// <param name="features">Where std, min and max of the side stand, in this order.</param>
    private static void FillSizes(in SideStatistics side, Span<float> features)
    {
        if (side.Packets == 0)
        {
            return;
        }

        features[0] = (float)Deviation(side.Bytes, side.SizeSquares, side.Packets);
        features[1] = side.SizeMin;
        features[2] = side.SizeMax;
    }

    private static void FillGaps(in PacketStatistics sums, Span<float> features)
    {
        if (sums.Packets < 2)
        {
            return;
        }

        var gaps = sums.Packets - 1;
        var first = FirstTime(sums);
        var total = Math.Max(0, (double)sums.Last - first) * Nanosecond;
        var deviation = Deviation(total, sums.GapSquares, gaps);
        features[(int)Feature.IatMean] = (float)(total / gaps);
        features[(int)Feature.IatStd] = (float)deviation;
        features[(int)Feature.IatMin] = (float)(sums.GapMin * Nanosecond);
        features[(int)Feature.IatMax] = (float)(sums.GapMax * Nanosecond);
        features[(int)Feature.IatCv] = Variation(deviation, total / gaps);
        features[(int)Feature.FwdIatCv] = SideVariation(sums.Forward);
        features[(int)Feature.BwdIatCv] = SideVariation(sums.Backward);
    }

    private static long FirstTime(in PacketStatistics sums)
    {
        if (sums.Forward.Packets == 0)
        {
            return sums.Backward.First;
        }

        return sums.Backward.Packets == 0 ? sums.Forward.First : Math.Min(sums.Forward.First, sums.Backward.First);
    }

    private static float SideVariation(in SideStatistics side)
    {
        if (side.Packets < 3)
        {
            return float.NaN; // one gap has no spread
        }

        var gaps = side.Packets - 1;
        var total = ((double)side.Last - side.First) * Nanosecond;
        return Variation(Deviation(total, side.GapSquares, gaps), total / gaps);
    }

    private static void FillPayloads(in PacketStatistics sums, Span<float> features)
    {
        for (var i = 0; i < PacketStatistics.FirstPayloads.Length; i++)
        {
            features[(int)Feature.Payload1 + i] = sums.Payloads[i];
        }

        features[(int)Feature.DataPacketShare] = sums.Packets == 0 ? float.NaN : (float)sums.DataPackets / sums.Packets;
    }

    private static void FillFlags(in PacketStatistics sums, Span<float> features)
    {
        features[(int)Feature.SynCount] = sums.Syn;
        features[(int)Feature.FinCount] = sums.Fin;
        features[(int)Feature.RstCount] = sums.Rst;
        features[(int)Feature.ZeroWindows] = sums.ZeroWindows;
        features[(int)Feature.PshShare] = sums.Segments == 0 ? float.NaN : (float)sums.Psh / sums.Segments;
        features[(int)Feature.FwdInitialWindow] = sums.Forward.HasWindow ? sums.Forward.Window : float.NaN;
        features[(int)Feature.BwdInitialWindow] = sums.Backward.HasWindow ? sums.Backward.Window : float.NaN;
    }

    private static void FillTtl(in PacketStatistics sums, Span<float> features)
    {
        features[(int)Feature.FwdTtlMean] = MeanTtl(sums.Forward);
        features[(int)Feature.BwdTtlMean] = MeanTtl(sums.Backward);
        if (sums.Forward.TtlPackets + sums.Backward.TtlPackets > 0)
        {
            features[(int)Feature.TtlSpread] =
                Math.Max(sums.Forward.TtlMax - sums.Forward.TtlMin, sums.Backward.TtlMax - sums.Backward.TtlMin);
        }
    }

    private static float MeanTtl(in SideStatistics side) =>
        side.TtlPackets == 0 ? float.NaN : (float)((double)side.TtlSum / side.TtlPackets);

    private static (float Entropy, float Printable) Sample(in SideStatistics side) =>
        side.SampleLength == 0 ? (float.NaN, float.NaN) : (side.Entropy, side.Printable);

    private static double Deviation(double sum, double squares, double count)
    {
        var mean = sum / count;
        return Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
    }

    private static float Variation(double deviation, double mean) => mean > 0 ? (float)(deviation / mean) : 0;
}
