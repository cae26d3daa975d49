using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>What a flow's outline shows once it has ended.</summary>
internal sealed class FlowShape(FindingStore findings, CaptureQuality quality)
{
    public void AtEnd(ref FlowState flow)
    {
        if (IsOneWay(flow))
        {
            findings.Add(ref flow.Findings, new FlowFinding(FindingName.FlowUnidirectional, flow.FirstFrame, -1, 0, flow.Start, 1,
                quality.Context("only one side was seen; of this sensor's flows {0} % are one-way, {1} % began before the capture")));
        }
    }

    /// <summary>One side silent where an answer is due: not to groups, not for messages that have none.</summary>
    private static bool IsOneWay(in FlowState flow)
    {
        if (flow.Key.EtherType != 0 || flow.Key.Protocol == 0 || flow.Answered)
            return false;
        return !IsGroup(flow.Source) && !IsGroup(flow.Destination) && !IsOneWayMessage(flow.Key);
    }

    private static bool IsOneWayMessage(in FlowKey key) => key.Protocol switch
    {
        ProtocolNames.Icmp => key.LowPort is 3 or 4 or 5 or 11 or 12,
        ProtocolNames.IcmpV6 => key.LowPort is >= 1 and <= 4 or 137 or 143 || key.HighPort is >= 130 and <= 136,
        ProtocolNames.Tcp or ProtocolNames.Udp => key.LowPort == 0 && key.HighPort == 0, // fragments without their ports
        ProtocolNames.Igmp => true,
        _ => false,
    };

    private static bool IsGroup(Address address)
    {
        if (!address.IsV4)
            return address.High >> 56 == 0xFF;
        var v4 = address.V4;
        return v4 >> 28 == 0xE || (v4 & 0xFF) == 0xFF || v4 == 0;
    }
}
