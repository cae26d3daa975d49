using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features.Windows;

/// <summary>Windows over the edge (source, destination, service) and the pair (source, destination) of each flow.</summary>
internal sealed class EdgeWindows(int capacity)
{
    private const double ShortFlowSeconds = 10;
    private const double LeastSpanSeconds = 3600;

    private readonly AgingTable<EdgeWindow> _edges = new(capacity);
    private readonly AgingTable<PairWindow> _pairs = new(capacity);
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    public long Evicted => _edges.Evicted + _pairs.Evicted;

    public long Late { get; private set; }

    public void ExpectPlaces(scoped in FlowFacts flow)
    {
        _pairs.ExpectPlace(flow.Pair);
        _edges.ExpectPlace(flow.Edge);
    }

    public void ExpectWindows(scoped in FlowFacts flow)
    {
        _pairs.ExpectWindow(flow.Pair);
        _edges.ExpectWindow(flow.Edge);
    }

    public void Fill(scoped in FlowFacts flow, Span<float> features)
    {
        ref var pair = ref _pairs.Use(flow.Pair);
        pair.Ports.Add(flow.Service, flow.Second, PairWindow.PortBound);
        features[(int)Feature.PairPorts600s] = pair.Ports.Count(flow.Second, 600);

        ref var edge = ref _edges.Use(flow.Edge);
        Update(ref edge, flow);
        FillEdge(edge, flow, features);
    }

    /// <summary>The most beacon-like edges, best first: regular, and for long (RITA's duration score).</summary>
    public IReadOnlyList<Beacon> Beacons(int count)
    {
        var span = Math.Max(LeastSpanSeconds, EventTime.Since(_first, _last));
        return [.. Enumerable.Range(0, _edges.Count)
            .Select(slot => Rank(_edges.At(slot), span))
            .OrderByDescending(b => b.Score).ThenByDescending(b => b.Flows).ThenBy(b => b.Source)
            .Take(count)];
    }

    private static Beacon Rank(in EdgeWindow edge, double span)
    {
        var lasted = Math.Min(1, EventTime.Since(edge.First, edge.Last) / span);
        return new Beacon(edge.Source, edge.Destination, edge.Protocol, edge.Port,
            edge.ScoreSum / Math.Max(1, edge.Flows) * lasted, edge.Flows, edge.Times.Mean);
    }

    private void Update(ref EdgeWindow edge, scoped in FlowFacts facts)
    {
        var flow = facts.Flow;
        _first = Math.Min(_first, flow.Start);
        _last = Math.Max(_last, flow.Start);
        if (edge.Flows == 0)
        {
            (edge.Source, edge.Destination, edge.Protocol, edge.Port) = (flow.Source, flow.Destination, facts.Protocol, facts.Port);
        }

        var brief = facts.Answered && EventTime.Since(flow.Start, flow.End) < ShortFlowSeconds;
        Late += edge.Hour.Add(facts.Second, TallySums.Of(facts.Failed, brief, facts.Sent), EdgeWindow.Shape) ? 0 : 1;
        edge.Add(flow.Start, facts.Sent);
    }

    private static void FillEdge(in EdgeWindow edge, scoped in FlowFacts facts, Span<float> features)
    {
        var (recent, hour) = edge.Hour.Sum(facts.Second, 600, 3600, EdgeWindow.Shape);
        features[(int)Feature.EdgeFlows600s] = Math.Max(1, recent.Flows);
        features[(int)Feature.EdgeFlows3600s] = Math.Max(1, hour.Flows);
        features[(int)Feature.EdgeIntervalMean] = edge.Times.Mean;
        features[(int)Feature.EdgeIntervalCv] = edge.Times.Variation;
        features[(int)Feature.EdgeRegularity] = edge.Times.Score;
        features[(int)Feature.EdgeBytesMean] = edge.Sizes.Mean;
        features[(int)Feature.EdgeBytesCv] = edge.Sizes.Variation;
        features[(int)Feature.EdgeBytesRegularity] = edge.Sizes.Score;
        features[(int)Feature.EdgeFailedShare] = hour.Flows > 0 ? (float)hour.Failed / hour.Flows : facts.Failed ? 1 : 0;
        features[(int)Feature.EdgeShortFlows600s] = recent.Marked;
        features[(int)Feature.EdgeAge] = (float)EventTime.Since(edge.First, facts.Flow.Start);
    }
}
