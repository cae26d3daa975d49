namespace Stray.Capture.FlowLogs;

/// <summary>What a line of a flow log was.</summary>
internal enum LineKind
{
    Row,

    /// <summary>A header, a comment, an empty line or an event that is no flow.</summary>
    Skipped,

    Bad,
}

/// <summary>A flow log format: turns lines into rows. The text "" as complaint means none.</summary>
internal abstract class FlowLogFormat
{
    protected FlowLogFormat()
    {
        Fields = new RowFields(Texts);
    }

    /// <summary>For messages.</summary>
    public abstract string Name { get; }

    public FlowRow Row => Fields.Row;

    /// <summary>What is wrong with the line read last, when it was bad.</summary>
    public string Complaint { get; private set; } = "";

    protected TextPool Texts { get; } = new();

    protected RowFields Fields { get; }

    public abstract LineKind Read(ReadOnlySpan<byte> line);

    protected LineKind Bad(string complaint)
    {
        Complaint = complaint;
        return LineKind.Bad;
    }

    protected LineKind Finish() => Fields.Finish() is { } complaint ? Bad(complaint) : LineKind.Row;
}
