using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding;

/// <summary>A finding about a packet that is long gone, with what is needed to find its flow; ports are not known.</summary>
public readonly record struct DetachedFinding(FlowFinding Finding, Address Source, Address Destination, byte Protocol);
