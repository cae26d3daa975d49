namespace Stray.Contracts.Alerts;

/// <summary>Where an alert stands in triage: OCSF status_id values (OCSF 1.8, finding).</summary>
public enum AlertStatus
{
    New = 1,
    InProgress = 2,
    Suppressed = 3,
    Resolved = 4,
    Archived = 5,
    Deleted = 6,
}
