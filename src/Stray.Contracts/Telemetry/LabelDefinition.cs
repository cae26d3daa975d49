namespace Stray.Contracts.Telemetry;

/// <summary>
/// A label and the values it can take. The set is small and none of it comes from traffic: a label with an address, an account
/// or a flow id would leak what was observed into every dashboard, and let an attacker fill the metrics store.
/// </summary>
/// <param name="Values">All values there are; null where the installation decides, and then <paramref name="What"/> says by what.</param>
public sealed record LabelDefinition(string Key, string What, IReadOnlyList<string>? Values = null)
{
    /// <summary>The label's name where Prometheus scrapes it.</summary>
    public string PrometheusName { get; } = Telemetry.PrometheusName.OfLabel(Key);
}
