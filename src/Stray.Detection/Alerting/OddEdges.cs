using Stray.Contracts.Flows;

namespace Stray.Detection.Alerting;

/// <summary>The edges of a window that showed a tier-C finding, and the least likely flow among them.</summary>
internal sealed class OddEdges
{
    private const int Most = 4096;

    private readonly HashSet<(Address Source, Address Destination, ushort Port)> _edges = [];
    private double _smallest = 1;

    public void Add(FlowRecord flow, double pValue)
    {
        if (_edges.Count < Most)
        {
            _edges.Add((flow.Source, flow.Destination, flow.DestinationPort));
        }

        _smallest = Math.Min(_smallest, pValue);
    }

    public bool Supports(double pValue) => _edges.Count > 0 && _smallest * _edges.Count <= pValue;
}
