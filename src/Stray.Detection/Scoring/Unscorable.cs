namespace Stray.Detection.Scoring;

/// <summary>Why a row got no score. Never the same as normal: the caller reports it.</summary>
public enum Unscorable : byte
{
    None,

    /// <summary>The row has another number of features than the model was trained on.</summary>
    WrongWidth,

    /// <summary>No feature that the segment's baseline knows could be observed.</summary>
    NothingObserved,
}
