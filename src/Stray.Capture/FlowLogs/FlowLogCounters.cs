namespace Stray.Capture.FlowLogs;

/// <summary>Every line of a flow log is counted as one of these.</summary>
public sealed class FlowLogCounters
{
    public long Rows { get; set; }

    /// <summary>Headers, comments, empty lines and events that are no flows.</summary>
    public long Skipped { get; set; }

    public long Bad { get; set; }
}

/// <summary>A line that could not be read.</summary>
/// <param name="Source">File name.</param>
/// <param name="Line">1-based.</param>
public sealed record BadLine(string Source, long Line, string Reason)
{
    public override string ToString() => $"{Source}: line {Line}: {Reason}";
}
