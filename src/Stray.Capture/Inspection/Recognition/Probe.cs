using Stray.Capture.Flows;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>
/// Looks at the first bytes one side sent (a TCP stream's first kilobyte at most, or one datagram) and says whether they
/// can be its protocol. Allocates nothing, reads only what is there.
/// </summary>
/// <param name="side">Forward is the client's side; on a flow seen midstream that is a guess.</param>
public delegate ProbeResult Probe(ReadOnlySpan<byte> bytes, Side side, bool udp);
