using Stray.Contracts.Flows;

namespace Stray.Capture.Features.Windows;

/// <summary>
/// All windows of one sensor, filled into each record in the order of arrival. Windows are of event time (flow starts), so
/// the order may differ from it: tallies tolerate 5 min at 1 min windows and 30 min at longer ones, later flows are counted
/// in <see cref="Late"/>. Several capture workers share one instance behind a lock or feed it from one thread: a host's
/// flows are spread over all of them. Not thread-safe.
/// </summary>
public sealed class TrafficWindows
{
    private readonly KeyHash _hash;
    private readonly LocalNetworks _networks;
    private readonly HostWindows _hosts;
    private readonly EdgeWindows _edges;
    private readonly Prevalence _prevalence;
    private readonly EncodedNames _names;

    public TrafficWindows(WindowOptions options, LocalNetworks networks)
    {
        _hash = new KeyHash(options.Seed);
        _networks = networks;
        _hosts = new HostWindows(options.Hosts);
        _edges = new EdgeWindows(options.Edges);
        _prevalence = new Prevalence(options.Prevalence, _hash);
        _names = new EncodedNames(options.Hosts, _hash);
    }

    /// <summary>Window slots given up because a table was full: their hosts start anew.</summary>
    public long Evicted => _hosts.Evicted + _edges.Evicted + _prevalence.Evicted + _names.Evicted;

    /// <summary>Tally updates that came too late to be counted (up to five for one flow).</summary>
    public long Late => _hosts.Late + _edges.Late;

    /// <summary>
    /// Fills the Host, Edge and Prevalence features of a record whose identity and Flow features are in place. A record that
    /// continues a long flow is no new start: it gets no window features.
    /// </summary>
    public void Fill(FlowRecord record)
    {
        if (record.Continued)
        {
            return;
        }

        var facts = new FlowFacts(record, _hash, record.Direction == FlowDirection.Link || _networks.Contains(record.Source));
        var features = record.Features.AsSpan();
        LoadAhead(facts);
        _hosts.Fill(facts, features);
        _edges.Fill(facts, features);
        _prevalence.Fill(facts, features);
    }

    /// <summary>
    /// One flow looks into seven tables that are larger than the caches: waiting for each in turn took most of its time.
    /// </summary>
    private void LoadAhead(scoped in FlowFacts facts)
    {
        _hosts.ExpectPlaces(facts);
        _edges.ExpectPlaces(facts);
        _prevalence.ExpectPlaces(facts);
        _hosts.ExpectWindows(facts);
        _edges.ExpectWindows(facts);
        _prevalence.ExpectWindows(facts);
    }

    /// <summary>Different names below one domain with which this record's source seems to carry data; 0 for other records.</summary>
    public int CountEncodedNames(FlowRecord record) => _names.Count(record);

    /// <summary>The most beacon-like edges kept, best first.</summary>
    public IReadOnlyList<Beacon> Beacons(int count) => _edges.Beacons(count);
}
