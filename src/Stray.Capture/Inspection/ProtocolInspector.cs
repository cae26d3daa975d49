using Stray.Capture.Flows;

namespace Stray.Capture.Inspection;

/// <summary>
/// Checks one flow of one application protocol against its standard. Pooled: <see cref="Reset"/> brings back a fresh one.
/// Input is hostile: nothing here throws, loops or grows without a bound.
/// </summary>
public abstract class ProtocolInspector
{
    /// <summary>Name in flow records, e.g. "dns".</summary>
    public abstract string Protocol { get; }

    public abstract void Reset();

    /// <summary>One datagram (UDP and the like): the chunk is the whole payload.</summary>
    public virtual void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
    }

    /// <summary>The next bytes of one side's TCP stream, in order and once; message boundaries may lie anywhere.</summary>
    public virtual void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
    }

    /// <summary>Bytes of this side that will never come.</summary>
    public virtual void OnGap(ref InspectionContext context, long bytes)
    {
    }

    public virtual void OnEnd(ref InspectionContext context)
    {
    }

    /// <summary>Whether more bytes of this side would be looked at; false lets the flow stage skip reassembly.</summary>
    public virtual bool Wants(Side side) => true;

    /// <summary>
    /// Whether the inspector may serve another flow as soon as it wants neither side, which keeps long flows small. Not for one
    /// that has left facts of its own in <see cref="AppState"/> or reports at the end.
    /// </summary>
    public virtual bool LeavesEarly => false;
}
