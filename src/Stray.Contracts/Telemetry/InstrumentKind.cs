namespace Stray.Contracts.Telemetry;

/// <summary>How the measurements of an instrument add up.</summary>
public enum InstrumentKind
{
    /// <summary>A total that only grows.</summary>
    Counter,

    /// <summary>The distribution of single measurements.</summary>
    Histogram,

    /// <summary>A state, asked for when it is read.</summary>
    Gauge,
}
