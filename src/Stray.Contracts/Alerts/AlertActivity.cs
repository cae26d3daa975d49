namespace Stray.Contracts.Alerts;

/// <summary>Whether an alert is told for the first time; the numbers are OCSF's <c>activity_id</c>.</summary>
public enum AlertActivity
{
    Create = 1,
    Update = 2,
}
