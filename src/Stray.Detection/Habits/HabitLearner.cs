using System.Runtime.InteropServices;
using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Detection.Habits;

/// <summary>Collects habits from baseline flows, in memory bounded whatever the traffic.</summary>
public sealed class HabitLearner
{
    /// <summary>Habits kept. A baseline with more is never settled: what it does not hold may only have found no room.</summary>
    private const int Most = 1 << 18;

    /// <summary>Flows from which on something missing says anything.</summary>
    private const int Fewest = 500;

    /// <summary>
    /// Most that the next flow's chance to show an unseen habit may be, estimated as the share of flows whose habit was seen once
    /// (Good 1953): above, new ones are daily business here.
    /// </summary>
    private const double MostUnseen = 0.005;

    /// <summary>Hosts from which on a segment speaks for hosts it has not seen.</summary>
    public const int FewestHosts = 3;

    private readonly HashSet<string> _narrow = [];
    private readonly Dictionary<ulong, int> _seen = [];
    private readonly Dictionary<ulong, float> _paces = [];
    private readonly HashSet<FindingName> _shown = [];
    private Tally _services;
    private Tally _protocols;
    private long _flows;

    public void Add(FlowRecord flow)
    {
        _flows++;
        foreach (var finding in flow.Findings)
        {
            _shown.Add(finding.Name);
        }

        See(HabitKeys.Destination(flow));
        if (flow.ServerName.Length > 0)
        {
            See(HabitKeys.Name(flow));
        }

        if (HabitKeys.IsServed(flow))
        {
            _services.Count(See(HabitKeys.ServiceOnHost(flow)));
        }

        if (HabitKeys.HasProtocolOnPort(flow))
        {
            _protocols.Count(See(HabitKeys.ProtocolOnPort(flow)));
        }

        Pace(flow);
    }

    /// <summary>Remembers that a segment was learned from these few hosts.</summary>
    public void AddNarrow(string segment, IEnumerable<Address> sources)
    {
        _narrow.Add(segment);
        foreach (var source in sources)
        {
            See(HabitKeys.SourceInSegment(segment, source));
        }
    }

    public KnownHabits Learn() => new([.. _seen.Keys], _paces, Settled(), _shown, _narrow);

    private SettledHabits Settled()
    {
        if (_seen.Count >= Most || _paces.Count >= Most || _flows < Fewest)
        {
            return SettledHabits.None;
        }

        return SettledHabits.Paces | SettledHabits.Destinations | SettledHabits.Findings
            | (_services.IsSettled ? SettledHabits.Services : 0)
            | (_protocols.IsSettled ? SettledHabits.Protocols : 0);
    }

    private void Pace(FlowRecord flow)
    {
        var pace = flow.Features[(int)Feature.EdgeFlows600s];
        var key = HabitKeys.Pace(flow);
        if (!float.IsNaN(pace) && (_paces.Count < Most || _paces.ContainsKey(key)))
        {
            _paces[key] = Math.Max(pace, _paces.GetValueOrDefault(key));
        }
    }

    /// <returns>How often it was seen, this time included.</returns>
    private int See(ulong key)
    {
        if (_seen.Count >= Most && !_seen.ContainsKey(key))
        {
            return 0;
        }

        return ++CollectionsMarshal.GetValueRefOrAddDefault(_seen, key, out _);
    }

    private struct Tally
    {
        private long _flows;
        private long _once;

        public readonly bool IsSettled => _flows >= Fewest && _once <= MostUnseen * _flows;

        public void Count(int times)
        {
            _flows++;
            _once += times switch { 1 => 1, 2 => -1, _ => 0 };
        }
    }
}
