using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>
/// Both directions of a conversation as one value: the lower (address, port) end first. A link flow (no IP header) has MAC
/// addresses, port 0 and its EtherType in <see cref="EtherType"/>.
/// </summary>
public readonly record struct FlowKey(Address Low, Address High, ushort LowPort, ushort HighPort, byte Protocol, ushort EtherType);
