namespace Stray.Contracts.Alerts;

/// <summary>One alert as it crosses <c>stray.alerts.v1</c>, keyed by its entity: where a codec puts what it reads.</summary>
public sealed class AlertMessage(Alert alert)
{
    public Alert Alert { get; set; } = alert;
}
