using System.IO.Hashing;
using System.Runtime.InteropServices;
using Stray.Contracts.Flows;

namespace Stray.Embedded;

/// <summary>Counts distinct (source, destination, service, hour): how often a day something could strike a judge as new.</summary>
internal sealed class EdgeHours
{
    /// <summary>Beyond this many the count stands still; a budget that small a share of it makes no difference.</summary>
    private const int Most = 4 << 20;
    private const long Hour = 3_600_000_000_000;

    private readonly HashSet<ulong> _seen = [];

    public long Count => _seen.Count;

    public void Add(FlowRecord flow)
    {
        if (_seen.Count < Most)
        {
            Span<ulong> key =
            [
                flow.Source.High, flow.Source.Low, flow.Destination.High, flow.Destination.Low,
                ((ulong)flow.Protocol << 32) | flow.DestinationPort, (ulong)(flow.Start / Hour),
            ];
            _seen.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key)));
        }
    }
}
