namespace Stray.Capture.Features;

/// <summary>Bytes of both sides; NaN for what the input does not tell.</summary>
internal readonly record struct FlowVolumes(double ForwardFrames, double BackwardFrames, double ForwardPayload, double BackwardPayload)
{
    /// <summary>Volume: payload where known, else frame bytes.</summary>
    public double Forward => double.IsNaN(ForwardPayload) ? ForwardFrames : ForwardPayload;

    public double Backward => double.IsNaN(BackwardPayload) ? BackwardFrames : BackwardPayload;
}
