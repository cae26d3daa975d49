namespace Stray.Capture.Features;

/// <summary>What every record of one capture point has in common.</summary>
public sealed record EmitterOptions
{
    public string Tenant { get; init; } = "";

    /// <summary>The <c>--sensor</c> option, else the file or interface name.</summary>
    public string Sensor { get; init; } = "";

    public LocalNetworks Networks { get; init; } = LocalNetworks.Default;
}
