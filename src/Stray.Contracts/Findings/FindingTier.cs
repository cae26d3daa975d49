namespace Stray.Contracts.Findings;

/// <summary>How much a finding weighs on its own.</summary>
public enum FindingTier : byte
{
    /// <summary>Breaks a standard in a way no ordinary implementation does: alerts alone.</summary>
    A,

    /// <summary>Needs context (baseline, repetition, another pillar) before it alerts.</summary>
    C,

    /// <summary>Says something about the capture (offload, snaplen, loss, midstream): never alerts.</summary>
    Q,
}
