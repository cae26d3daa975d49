namespace Stray.Capture.Flows;

/// <summary>Which side of a flow sent: the initiator (forward) or the responder (backward).</summary>
public enum Side : byte
{
    Forward = 0,
    Backward = 1,
}
