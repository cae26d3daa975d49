using Stray.Contracts.Flows;

namespace Stray.Training.Baselines;

/// <summary>What a reader wants to know of one service: who, where to, when. Bounded whatever the traffic.</summary>
public sealed class ServiceProfile
{
    private const int MostHosts = 4096;
    private const int MostNames = 256;
    private const long NanosecondsPerHour = 3_600_000_000_000;

    private readonly HashSet<Address> _hosts = [];

    public long Flows { get; private set; }

    /// <summary>Distinct sources, counted up to 4096.</summary>
    public int Hosts => _hosts.Count;

    /// <summary>The same sources, in no order.</summary>
    public IReadOnlyCollection<Address> Sources => _hosts;

    public TopCounter Destinations { get; } = new(MostNames);

    public TopCounter ServerNames { get; } = new(MostNames);

    /// <summary>Flows by hour of the week, Monday 00:00 UTC first.</summary>
    public long[] HoursOfWeek { get; } = new long[168];

    public void Add(FlowRecord flow)
    {
        Flows++;
        if (_hosts.Count < MostHosts) _hosts.Add(flow.Source);
        Destinations.Add($"{flow.Destination}:{flow.DestinationPort}");
        if (flow.ServerName.Length is > 0 and <= 255) ServerNames.Add(flow.ServerName);

        // 1970-01-01 was a Thursday: three days after a Monday.
        var hour = ((flow.Start / NanosecondsPerHour) + (3 * 24)) % HoursOfWeek.Length;
        HoursOfWeek[Math.Max(0, hour)]++;
    }
}
