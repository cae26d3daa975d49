namespace Stray.Contracts.Features;

/// <summary>What a feature needs to be observed: it decides which inputs can supply it.</summary>
public enum FeatureScope : byte
{
    /// <summary>Single flow, computable from counts that any flow log has.</summary>
    Flow,

    /// <summary>Single flow, but needs its packets: NaN for Zeek or EVE input.</summary>
    Packets,

    /// <summary>Event-time window over one host.</summary>
    Host,

    /// <summary>Event-time window over one edge (source, destination, service).</summary>
    Edge,

    /// <summary>How common something is across the hosts seen.</summary>
    Prevalence,
}
