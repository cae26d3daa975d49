namespace Stray.Contracts;

/// <summary>Topic names. The same names, without prefix, are the file names of a run folder.</summary>
public static class Topics
{
    public const string Flows = "stray.flows.v1";
    public const string Connections = "stray.connections.v1";
    public const string Observations = "stray.observations.v1";
    public const string Alerts = "stray.alerts.v1";
    public const string SocialEvents = "stray.social.events.v1";
    public const string SocialRisk = "stray.social.risk.v1";
    public const string Models = "stray.models.v1";
    public const string Coverage = "stray.coverage.v1";
    public const string Triage = "stray.triage.v1";
    public const string Suppressions = "stray.suppressions.v1";
    public const string Identities = "stray.identities.v1";
}
