using Stray.Contracts.Flows;

namespace Stray.Embedded;

/// <summary>How many flows an input gave, and from when to when.</summary>
internal sealed class FlowSpan(Action<FlowRecord> next)
{
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    public long Flows { get; private set; }

    /// <summary>Nanoseconds since 1970 UTC; 0 without flows.</summary>
    public long First => Flows > 0 ? _first : 0;

    public long Last => Flows > 0 ? _last : 0;

    public void Add(FlowRecord flow)
    {
        Flows++;
        _first = Math.Min(_first, flow.Start);
        _last = Math.Max(_last, flow.End);
        next(flow);
    }
}
