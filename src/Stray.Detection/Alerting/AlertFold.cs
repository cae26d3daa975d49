using System.Security.Cryptography;
using System.Text;
using Stray.Contracts.Alerts;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;

namespace Stray.Detection.Alerting;

/// <summary>
/// Step 8: folds everything about one entity in one event-time window into at most one alert. Windows are aligned to the
/// epoch, so the same observations give the same alert ids in any order and in any process.
/// </summary>
public sealed class AlertFold(AlertOptions options)
{
    private readonly Dictionary<(string Entity, long Window), EntityWindow> _open = [];
    private readonly Queue<(string Entity, long Window)> _order = new();
    private readonly long _windowLength = options.Window.Ticks * 100;

    /// <summary>Windows closed early because <see cref="AlertOptions.OpenWindows"/> was reached.</summary>
    public long ClosedEarly { get; private set; }

    /// <summary>Flows that strayed at or below the flagged p-value, of all that were scored: the realised rate.</summary>
    public long Flagged { get; private set; }

    public long Scored { get; private set; }

    /// <summary>Adds one observation; returns the alert of a window that had to close to make room, else null.</summary>
    public Alert? Add(FlowRecord flow, Score? score)
    {
        Scored += score is null ? 0 : 1;
        Flagged += score?.PValue <= options.FlaggedPValue ? 1 : 0;
        var key = (EntityOf(flow), Math.DivRem(flow.Start, _windowLength).Quotient);
        var closed = default(Alert);
        if (!_open.TryGetValue(key, out var window))
        {
            closed = MakeRoom();
            window = new EntityWindow(key.Item1, flow.Sensor, key.Item2 * _windowLength);
            _open.Add(key, window);
            _order.Enqueue(key);
        }

        window.Add(flow, score, options);
        return closed;
    }

    /// <summary>Ends the input: the alerts of all open windows, oldest window first, then by entity.</summary>
    public IEnumerable<Alert> Close()
    {
        foreach (var window in _open.Values.OrderBy(w => w.Start).ThenBy(w => w.Entity, StringComparer.Ordinal))
        {
            if (Judge(window) is { } alert)
            {
                yield return alert;
            }
        }

        _open.Clear();
        _order.Clear();
    }

    /// <summary>The host an analyst would look at: the organisation's own end of the flow, the initiator if both or neither are.</summary>
    public static string EntityOf(FlowRecord flow) => flow.Direction switch
    {
        FlowDirection.Link => flow.Source.ToMacString(),
        FlowDirection.Inbound => flow.Destination.ToString(),
        _ => flow.Source.ToString(),
    };

    private Alert? MakeRoom()
    {
        if (_open.Count < options.OpenWindows)
        {
            return null;
        }

        ClosedEarly++;
        _open.Remove(_order.Dequeue(), out var oldest);
        return Judge(oldest!);
    }

    private Alert? Judge(EntityWindow window)
    {
        var verdict = AlertVerdict.Of(window, options);
        return verdict.IsAlert ? AlertText.Compose(window, verdict, options, IdOf(window), window.Start + _windowLength) : null;
    }

    private string IdOf(EntityWindow window)
    {
        var text = $"{options.Tenant}\nAN1983\n{window.Entity}\n{window.Start}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }
}
