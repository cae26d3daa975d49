using Stray.Contracts.Features;

namespace Stray.Capture.Features.Windows;

/// <summary>Windows over the source host and over the destination host of each flow.</summary>
internal sealed class HostWindows(int capacity)
{
    private readonly AgingTable<SourceWindow> _sources = new(capacity);
    private readonly AgingTable<TargetWindow> _targets = new(capacity);

    public long Evicted => _sources.Evicted + _targets.Evicted;

    /// <summary>Flows that came too late for a bucket: their own windows stay below what really happened.</summary>
    public long Late { get; private set; }

    public void ExpectPlaces(scoped in FlowFacts flow)
    {
        _sources.ExpectPlace(flow.Source);
        _targets.ExpectPlace(flow.Destination);
    }

    public void ExpectWindows(scoped in FlowFacts flow)
    {
        _sources.ExpectWindow(flow.Source);
        _targets.ExpectWindow(flow.Destination);
    }

    public void Fill(scoped in FlowFacts flow, Span<float> features)
    {
        FillSource(ref _sources.Use(flow.Source), flow, features);
        FillTarget(ref _targets.Use(flow.Destination), flow, features);
    }

    private void FillSource(ref SourceWindow window, scoped in FlowFacts flow, Span<float> features)
    {
        var sums = TallySums.Of(flow.Failed, flow.Unanswered, flow.Sent);
        Late += window.Fine.Add(flow.Second, sums, SourceWindow.FineShape) ? 0 : 1;
        Late += window.Coarse.Add(flow.Second, sums, SourceWindow.CoarseShape) ? 0 : 1;
        var minute = window.Fine.Sum(flow.Second, 60, SourceWindow.FineShape);
        var (tenMinutes, hour) = window.Coarse.Sum(flow.Second, 600, 3600, SourceWindow.CoarseShape);
        features[(int)Feature.HostFlows60s] = Flows(minute);
        features[(int)Feature.HostFlows600s] = Flows(tenMinutes);
        features[(int)Feature.HostFlows3600s] = Flows(hour);
        features[(int)Feature.HostFailedShare60s] = Share(minute.Failed, minute, flow.Failed);
        features[(int)Feature.HostFailedShare600s] = Share(tenMinutes.Failed, tenMinutes, flow.Failed);
        features[(int)Feature.HostFailedShare3600s] = Share(hour.Failed, hour, flow.Failed);
        features[(int)Feature.HostUnanswered600s] = tenMinutes.Marked;
        features[(int)Feature.HostBytesOut600s] = (float)tenMinutes.Bytes;
        features[(int)Feature.HostBytesOut3600s] = (float)hour.Bytes;
        FillDistinct(ref window, flow, features);
    }

    private static void FillDistinct(ref SourceWindow window, scoped in FlowFacts flow, Span<float> features)
    {
        window.Destinations.Add(flow.Destination, flow.Second, SourceWindow.DestinationBound);
        window.Ports.Add(flow.Service, flow.Second, SourceWindow.PortBound);
        if (flow.Answered)
        {
            window.Services.Add(flow.Service, flow.Second, SourceWindow.ServiceBound);
        }

        features[(int)Feature.HostDestinations60s] = window.Destinations.Count(flow.Second, 60);
        features[(int)Feature.HostDestinations600s] = window.Destinations.Count(flow.Second, 600);
        features[(int)Feature.HostDestinations3600s] = window.Destinations.Count(flow.Second, 3600);
        features[(int)Feature.HostPorts60s] = window.Ports.Count(flow.Second, 60);
        features[(int)Feature.HostPorts600s] = window.Ports.Count(flow.Second, 600);
        features[(int)Feature.HostServices3600s] = window.Services.Count(flow.Second, 3600);
    }

    private void FillTarget(ref TargetWindow window, scoped in FlowFacts flow, Span<float> features)
    {
        var sums = TallySums.Of(flow.Failed, flow.Unanswered, flow.Sent);
        Late += window.Fine.Add(flow.Second, sums, TargetWindow.FineShape) ? 0 : 1;
        Late += window.Coarse.Add(flow.Second, sums, TargetWindow.CoarseShape) ? 0 : 1;
        var minute = window.Fine.Sum(flow.Second, 60, TargetWindow.FineShape);
        window.Sources.Add(flow.Source, flow.Second, TargetWindow.SourceBound);
        features[(int)Feature.DstFlows60s] = Flows(minute);
        features[(int)Feature.DstFlows600s] = Flows(window.Coarse.Sum(flow.Second, 600, TargetWindow.CoarseShape));
        features[(int)Feature.DstSources60s] = window.Sources.Count(flow.Second, 60);
        features[(int)Feature.DstSources600s] = window.Sources.Count(flow.Second, 600);
        features[(int)Feature.DstUnansweredShare60s] = Share(minute.Marked, minute, flow.Unanswered);
        features[(int)Feature.DstBytes60s] = (float)minute.Bytes;
    }

    private static float Flows(in TallySums sums) => Math.Max(1, sums.Flows);

    /// <summary>The share; the flow's own state when it came too late to be counted.</summary>
    private static float Share(int part, in TallySums sums, bool own) =>
        sums.Flows > 0 ? (float)part / sums.Flows : own ? 1 : 0;
}
