using Stray.Contracts.Features;

namespace Stray.Capture.Features.Windows;

/// <summary>
/// How common a flow's destination, server name, service and fingerprint are among the hosts seen. Own hosts are compared
/// with own hosts and outsiders with outsiders: one scan from the internet must not make every internal habit look rare.
/// </summary>
internal sealed class Prevalence(int capacity, KeyHash hash)
{
    /// <summary>Below this population a share says nothing.</summary>
    private const int FewestHosts = 3;

    private static readonly DistinctBound PopulationBound = new(Limit: 256, Horizon: AudienceWindow.Day);

    private readonly AgingTable<AudienceWindow> _destinations = new(capacity);
    private readonly AgingTable<AudienceWindow> _names = new(capacity);
    private readonly AgingTable<AudienceWindow> _services = new(capacity);
    private readonly AgingTable<AudienceWindow> _fingerprints = new(capacity);
    private readonly AgingTable<FirstUse> _habits = new(capacity);
    private DistinctWindow _own;
    private DistinctWindow _foreign;

    public long Evicted =>
        _destinations.Evicted + _names.Evicted + _services.Evicted + _fingerprints.Evicted + _habits.Evicted;

    public void ExpectPlaces(scoped in FlowFacts flow)
    {
        _destinations.ExpectPlace(Key(flow.Destination, flow));
        _services.ExpectPlace(Key(flow.Service, flow));
        _habits.ExpectPlace(flow.Habit);
    }

    public void ExpectWindows(scoped in FlowFacts flow)
    {
        _destinations.ExpectWindow(Key(flow.Destination, flow));
        _services.ExpectWindow(Key(flow.Service, flow));
        _habits.ExpectWindow(flow.Habit);
    }

    public void Fill(scoped in FlowFacts flow, Span<float> features)
    {
        ref var population = ref flow.SourceIsLocal ? ref _own : ref _foreign;
        population.Add(flow.Source, flow.Second, PopulationBound);
        var hosts = population.Count(flow.Second, AudienceWindow.Day);
        features[(int)Feature.DestinationPrevalence] = Share(_destinations, flow.Destination, flow, hosts);
        features[(int)Feature.ServicePrevalence] = Share(_services, flow.Service, flow, hosts);
        features[(int)Feature.ServerNamePrevalence] = OfText(_names, flow.Flow.ServerName, flow, hosts);
        features[(int)Feature.FingerprintPrevalence] = OfText(_fingerprints, flow.Flow.Fingerprint, flow, hosts);
        features[(int)Feature.HostServiceAge] =
            (float)_habits.Use(flow.Habit).Age(flow.Flow.Start);
    }

    private float OfText(AgingTable<AudienceWindow> table, string text, scoped in FlowFacts flow, int hosts) =>
        text.Length == 0 ? float.NaN : Share(table, hash.Of(text), flow, hosts);

    private static ulong Key(ulong thing, scoped in FlowFacts flow) => KeyHash.Join(thing, flow.SourceIsLocal ? 1UL : 0UL);

    private static float Share(AgingTable<AudienceWindow> table, ulong key, scoped in FlowFacts flow, int hosts)
    {
        ref var audience = ref table.Use(Key(key, flow));
        audience.Hosts.Add(flow.Source, flow.Second, AudienceWindow.Bound);
        return hosts < FewestHosts
            ? float.NaN
            : Math.Min(1, (float)audience.Hosts.Count(flow.Second, AudienceWindow.Day) / hosts);
    }
}
