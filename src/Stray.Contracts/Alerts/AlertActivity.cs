namespace Stray.Contracts.Alerts;

/// <summary>What one record does to its alert: OCSF activity_id values (OCSF 1.8, finding).</summary>
public enum AlertActivity
{
    Create = 1,
    Update = 2,
    Close = 3,
}
