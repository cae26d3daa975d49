using Stray.Capture.Features.Windows;
using Stray.Capture.Flows;
using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>Fills the one reused record from a flow that ends, windows included, and hands it on.</summary>
public sealed class FlowEmitter
{
    private readonly FindingStore _findings;
    private readonly Action<FlowRecord> _next;
    private readonly EmitterOptions _options;
    private readonly TrafficWindows _windows;
    private readonly FlowRecord _record = new() { Features = new float[FeatureCatalogue.Count] };

    /// <param name="next">Copies or encodes the record before it returns.</param>
    /// <param name="windows">The sensor's windows; own ones when none are given.</param>
    public FlowEmitter(
        FindingStore findings, Action<FlowRecord> next, EmitterOptions? options = null, TrafficWindows? windows = null)
    {
        _findings = findings;
        _next = next;
        _options = options ?? new EmitterOptions();
        _windows = windows ?? new TrafficWindows(new WindowOptions(), _options.Networks);
        _record.Tenant = _options.Tenant;
        _record.Sensor = _options.Sensor;
    }

    /// <summary>Emits what the flow did (since its last stretch) and empties its findings.</summary>
    public void Emit(ref FlowState flow, FlowEnd reason)
    {
        _record.Ended = reason;
        FillIdentity(flow);
        FillCounts(flow);
        _record.Findings.Clear();
        _findings.Drain(ref flow.Findings, _record.Findings);
        FillFeatures(flow);
        BeaconFinding.Report(_record);
        TunnelFinding.Report(_record, _windows.CountEncodedNames(_record));
        _next(_record);
        flow.Continued |= reason == FlowEnd.Active;
    }

    private void FillIdentity(in FlowState flow)
    {
        _record.Source = flow.Source;
        _record.Destination = flow.Destination;
        _record.SourcePort = flow.SourcePort;
        _record.DestinationPort = flow.DestinationPort;
        _record.Protocol = flow.Key.Protocol;
        _record.EtherType = flow.Key.EtherType;
        _record.Direction = flow.Statistics.SawIp
            ? _options.Networks.DirectionOf(flow.Source, flow.Destination)
            : FlowDirection.Link;
        _record.App = flow.App?.Protocol ?? "";
        _record.ServerName = flow.App?.ServerName ?? "";
        _record.Fingerprint = flow.App?.Fingerprint ?? "";
        _record.Midstream = flow.Midstream;
        _record.Continued = flow.Continued;
        _record.State = flow.Statistics.Segments > 0 ? flow.Tcp.State : "";
        _record.CommunityId = CommunityId.Of(flow.Key);
    }

    private void FillCounts(in FlowState flow)
    {
        _record.Start = flow.Start;
        _record.End = flow.End;
        _record.FirstFrame = flow.FirstFrame;
        _record.ForwardPackets = flow.Forward.Packets;
        _record.BackwardPackets = flow.Backward.Packets;
        _record.ForwardBytes = flow.Forward.Bytes;
        _record.BackwardBytes = flow.Backward.Bytes;
    }

    private void FillFeatures(in FlowState flow)
    {
        var features = _record.Features.AsSpan();
        features.Fill(float.NaN);
        FlowFeatures.Fill(_record, new FlowVolumes(
            flow.Forward.Bytes, flow.Backward.Bytes, flow.Forward.PayloadBytes, flow.Backward.PayloadBytes));
        PacketFeatures.Fill(flow.Statistics, features);
        TcpFeatures.Fill(flow, features);
        RequestFeatures.Fill(flow.App, features);
        FindingFeatures.Fill(_record.Findings, features);
        _windows.Fill(_record);
    }
}
