namespace Stray.Capture.Inspection;

/// <summary>What a protocol says to the first bytes of one side of a flow.</summary>
public enum ProbeResult : byte
{
    /// <summary>These bytes cannot begin this protocol.</summary>
    No,

    /// <summary>Too few bytes, or bytes that other protocols send as well.</summary>
    Maybe,

    /// <summary>No other protocol begins like this.</summary>
    Yes,
}
