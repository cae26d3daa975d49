using System.Security.Cryptography;
using System.Text;
using Stray.Contracts.Alerts;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Detection.Alerting;

/// <summary>
/// Step 8: folds everything about one entity in one event-time window into at most one alert. Windows are aligned to the
/// epoch and evidence is chosen by event time, so the same observations give the same alerts in any order and in any process.
/// </summary>
public sealed class AlertFold(AlertOptions options, TimeProvider time)
{
    private readonly Dictionary<(string Entity, long Window), EntityWindow> _open = [];
    private readonly LinkedList<EntityWindow> _byUse = new(); // least recently touched first
    private readonly HashSet<EntityWindow> _touched = [];
    private readonly List<Alert> _closed = [];
    private readonly long _windowLength = options.Window.Ticks * 100;

    /// <summary>Windows closed early because <see cref="AlertOptions.OpenWindows"/> was reached.</summary>
    public long ClosedEarly { get; private set; }

    public int OpenWindows => _open.Count;

    /// <summary>Adds what crossed the observations topic; the record may be reused afterwards.</summary>
    public void Add(Observation observation) => Add(observation.Entity, observation.Flow, observation.Score);

    /// <summary>Adds one judged flow to the entity it is about.</summary>
    public void Add(FlowRecord flow, Score? score) => Add(EntityOf(flow), flow, score);

    /// <summary>Adds one judged flow of an entity; flows nobody would look at (<see cref="AlertOptions.IsNotable"/>) leave no trace.</summary>
    public void Add(string entity, FlowRecord flow, Score? score)
    {
        if (!options.IsNotable(flow, score))
        {
            return;
        }

        var window = Window(entity, Math.DivRem(flow.Start, _windowLength).Quotient);
        window.Add(flow, score, options);
        window.Touch(time.GetUtcNow());
        _byUse.Remove(window.Place);
        _byUse.AddLast(window.Place);
        _touched.Add(window);
    }

    /// <summary>
    /// The alerts that came or changed since the last call, oldest window first, then by entity. A count that only grew waits
    /// until it has doubled, unless <paramref name="all"/>: a scan is one alert with a few updates, not one update a packet.
    /// </summary>
    public IReadOnlyList<Alert> TakeChanges(bool all = false)
    {
        var changes = new List<Alert>(_closed);
        _closed.Clear();
        foreach (var window in InOrder([.. _touched]))
        {
            var verdict = AlertVerdict.Of(window, options);
            if (window.Published.IsDue(window, verdict, all))
            {
                changes.Add(Publish(window, verdict));
            }

            if (!verdict.IsAlert || window.Published.IsWhole(window))
            {
                _touched.Remove(window);
            }
        }

        return changes;
    }

    /// <summary>What was added since the last call was published before: a replayed stretch of the stream.</summary>
    public void Settle()
    {
        foreach (var window in _touched)
        {
            window.Published = Publication.Settled(window, AlertVerdict.Of(window, options));
        }
    }

    /// <summary>Closes windows that nothing was added to for <see cref="AlertOptions.Quiet"/>; what they still have to say is among the next changes.</summary>
    public void CloseQuiet()
    {
        var before = time.GetUtcNow() - options.Quiet;
        while (_byUse.First is { } place && place.Value.Touched < before)
        {
            Close(place.Value);
        }
    }

    /// <summary>Ends the input: the alerts that were not taken yet, oldest window first, then by entity.</summary>
    public IReadOnlyList<Alert> Close()
    {
        _touched.UnionWith(_open.Values);
        var alerts = TakeChanges(all: true);
        _open.Clear();
        _byUse.Clear();
        _touched.Clear();
        return alerts;
    }

    /// <summary>The host an analyst would look at: the organisation's own end of the flow, the initiator if both or neither are.</summary>
    public static string EntityOf(FlowRecord flow) => flow.Direction switch
    {
        FlowDirection.Link => flow.Source.ToMacString(),
        FlowDirection.Inbound => flow.Destination.ToString(),
        _ => flow.Source.ToString(),
    };

    private static IEnumerable<EntityWindow> InOrder(IEnumerable<EntityWindow> windows) =>
        windows.OrderBy(w => w.Start).ThenBy(w => w.Entity, StringComparer.Ordinal);

    private EntityWindow Window(string entity, long number)
    {
        if (_open.TryGetValue((entity, number), out var window))
        {
            return window;
        }

        if (_open.Count >= options.OpenWindows)
        {
            ClosedEarly++;
            Close(_byUse.First!.Value);
        }

        window = new EntityWindow(entity, number * _windowLength);
        _open.Add((entity, number), window);
        _byUse.AddLast(window.Place);
        return window;
    }

    private void Close(EntityWindow window)
    {
        var verdict = AlertVerdict.Of(window, options);
        if (window.Published.IsDue(window, verdict, all: true))
        {
            _closed.Add(Publish(window, verdict));
        }

        _open.Remove((window.Entity, Math.DivRem(window.Start, _windowLength).Quotient));
        _byUse.Remove(window.Place);
        _touched.Remove(window);
    }

    private Alert Publish(EntityWindow window, AlertVerdict verdict)
    {
        var activity = window.Published.IsAny ? AlertActivity.Update : AlertActivity.Create;
        window.Published = Publication.Of(window, verdict);
        return AlertText.Compose(window, verdict, options, IdOf(window), window.Start + _windowLength) with { Activity = activity };
    }

    private string IdOf(EntityWindow window)
    {
        var text = $"{options.Tenant}\nAN1983\n{window.Entity}\n{window.Start}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
