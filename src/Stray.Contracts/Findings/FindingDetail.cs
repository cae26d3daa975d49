using System.Globalization;

namespace Stray.Contracts.Findings;

/// <summary>
/// What was observed, as a constant sentence and up to two numbers: formatted only when written,
/// so that reporting a finding allocates nothing on the packet path.
/// </summary>
/// <param name="Text">A composite format string with at most {0} and {1}, e.g. "data offset {0} is below 5".</param>
public readonly record struct FindingDetail(string Text, long First = 0, long Second = 0)
{
    public override string ToString() => Text is null ? "" : string.Format(CultureInfo.InvariantCulture, Text, First, Second);

    public static implicit operator FindingDetail(string text) => new(text);
}
