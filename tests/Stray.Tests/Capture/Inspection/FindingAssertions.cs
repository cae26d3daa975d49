using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection;

internal static class FindingAssertions
{
    /// <summary>Asserts where a finding points.</summary>
    public static void Is(this FlowFinding finding, long frame, int offset, int length) =>
        Assert.Equal((frame, offset, length), (finding.Frame, finding.Offset, finding.Length));
}
