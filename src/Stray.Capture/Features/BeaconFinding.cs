using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>Reports an edge whose flows start like a clock's ticks, on the flow that shows it.</summary>
internal static class BeaconFinding
{
    private const float LeastRegularity = 0.9f;
    private const float ShortestInterval = 1; // faster repeats are one burst of work, not beats
    private const float MostSources = 3; // what more hosts than these call home to is infrastructure: agents, time, updates

    public static void Report(FlowRecord flow)
    {
        var features = flow.Features;
        var interval = features[(int)Feature.EdgeIntervalMean];
        if (features[(int)Feature.EdgeRegularity] >= LeastRegularity && interval >= ShortestInterval
            && !(features[(int)Feature.DstSources600s] > MostSources))
        {
            flow.Findings.Add(new FlowFinding(FindingName.FlowPeriodicBeacon, 0, -1, 0, flow.Start, 1, new FindingDetail(
                "flows to this service start every {0} ms on average, regularity {1} of 1000",
                (long)(interval * 1000), (long)(features[(int)Feature.EdgeRegularity] * 1000))));
        }
    }
}
