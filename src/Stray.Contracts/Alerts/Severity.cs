namespace Stray.Contracts.Alerts;

/// <summary>OCSF severity_id values (OCSF 1.8, base event).</summary>
public enum Severity
{
    Informational = 1,
    Low = 2,
    Medium = 3,
    High = 4,
    Critical = 5,
}
