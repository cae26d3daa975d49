using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features;

/// <summary>Reports a DNS tunnel that is spread over flows, on the flow that shows it.</summary>
internal static class TunnelFinding
{
    /// <summary>More than one flow needs: hash look-ups of a virus scanner come in handfuls.</summary>
    private const int Enough = 16;

    public static void Report(FlowRecord flow, int encodedNames)
    {
        if (encodedNames >= Enough && !flow.Findings.Exists(f => f.Name == FindingName.DnsTunnelSuspected))
        {
            flow.Findings.Add(new FlowFinding(FindingName.DnsTunnelSuspected, flow.FirstFrame, -1, 0, flow.Start, 1, new FindingDetail(
                "{0} different names that look like data below one domain in 10 min", encodedNames)));
        }
    }
}
