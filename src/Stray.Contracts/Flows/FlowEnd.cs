namespace Stray.Contracts.Flows;

/// <summary>Why a flow record was written.</summary>
public enum FlowEnd : byte
{
    /// <summary>TCP closed: both FINs acknowledged, or RST.</summary>
    Closed,

    /// <summary>Nothing seen for the idle timeout of its protocol.</summary>
    Idle,

    /// <summary>Still going after the active timeout; further records follow for the same flow.</summary>
    Active,

    /// <summary>Pushed out of a full table (least recently used first).</summary>
    Evicted,

    /// <summary>The input ended.</summary>
    EndOfInput,
}
