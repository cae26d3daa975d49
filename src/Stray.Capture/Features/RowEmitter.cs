using Stray.Capture.Features.Windows;
using Stray.Capture.FlowLogs;
using Stray.Capture.Flows;
using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>
/// Fills the one reused record from a row of a flow log, through the same windows as captured flows, and hands it on.
/// Rows may come in order of start (CSV) or of end (Zeek, EVE): windows are of starts and tolerate the disorder.
/// </summary>
public sealed class RowEmitter
{
    private readonly Action<FlowRecord> _next;
    private readonly EmitterOptions _options;
    private readonly TrafficWindows _windows;
    private readonly FlowRecord _record = new() { Features = new float[FeatureCatalogue.Count], Ended = FlowEnd.Closed };

    /// <param name="next">Copies or encodes the record before it returns.</param>
    /// <param name="windows">The sensor's windows; own ones when none are given.</param>
    public RowEmitter(Action<FlowRecord> next, EmitterOptions? options = null, TrafficWindows? windows = null)
    {
        _next = next;
        _options = options ?? new EmitterOptions();
        _windows = windows ?? new TrafficWindows(new WindowOptions(), _options.Networks);
        _record.Tenant = _options.Tenant;
        _record.Sensor = _options.Sensor;
    }

    public void Emit(FlowRow row)
    {
        FillIdentity(row);
        FillCounts(row);
        _record.Features.AsSpan().Fill(float.NaN);
        FlowFeatures.Fill(_record, Volumes(row));
        _windows.Fill(_record);
        _record.Findings.Clear();
        BeaconFinding.Report(_record);
        _next(_record);
    }

    private void FillIdentity(FlowRow row)
    {
        _record.Source = row.Source;
        _record.Destination = row.Destination;
        _record.SourcePort = row.SourcePort;
        _record.DestinationPort = row.DestinationPort;
        _record.Protocol = row.Protocol;
        _record.CommunityId = row.CommunityId.Length > 0
            ? row.CommunityId
            : CommunityId.Of(row.Source, row.Destination, row.SourcePort, row.DestinationPort, row.Protocol);
        _record.Direction = _options.Networks.DirectionOf(row.Source, row.Destination);
        _record.App = row.App;
        _record.State = row.State;
        _record.ServerName = row.ServerName;
        _record.Fingerprint = row.Fingerprint;
    }

    private void FillCounts(FlowRow row)
    {
        _record.Start = row.Start;
        _record.End = row.Duration <= long.MaxValue - Math.Max(0, row.Start) ? row.Start + Math.Max(0, row.Duration) : long.MaxValue;
        _record.FirstFrame = row.Line;
        _record.ForwardPackets = row.ForwardPackets;
        _record.BackwardPackets = row.BackwardPackets;
        _record.ForwardBytes = row.ForwardBytes;
        _record.BackwardBytes = row.BackwardBytes;
    }

    private static FlowVolumes Volumes(FlowRow row) => row.PayloadBytesOnly
        ? new FlowVolumes(double.NaN, double.NaN, row.ForwardBytes, row.BackwardBytes)
        : new FlowVolumes(row.ForwardBytes, row.BackwardBytes, double.NaN, double.NaN);
}
