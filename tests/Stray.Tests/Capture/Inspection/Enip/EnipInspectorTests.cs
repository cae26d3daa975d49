using Stray.Capture.Flows;
using Stray.Capture.Inspection.Enip;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Enip;

public sealed class EnipInspectorTests
{
    private const string Rest = "00000000 00000000 0000000000000000 00000000";

    [Fact]
    public void Sound_exchange_raises_nothing() =>
        Run().Hex(Side.Forward, "6500 0400" + Rest + "0100 0000").Hex(Side.Backward, "6500 0400" + Rest + "0100 0000")
            .Hex(Side.Forward, "6F00 1200" + Rest + "00000000 0000 0200 0000 0000 B200 0200 0102").ExpectNothing();

    [Theory]
    [InlineData("6000 0000", 0, 2)]
    [InlineData("6F00 FFFF", 2, 2)]
    [InlineData("6500 0200" + Rest + "0100", 2, 2)]
    [InlineData("6F00 0400" + Rest + "00000000", 2, 2)]
    [InlineData("6F00 1200" + Rest + "00000000 0000 0200 0000 0000 B200 0300 0102", 38, 2)]
    [InlineData("6F00 1200" + Rest + "00000000 0000 0300 0000 0000 B200 0200 0102", 30, 2)]
    public void Invalid_message_is_found(string message, int offset, int length) =>
        Run().Hex(Side.Forward, message).Expect(FindingName.IcsMessageMalformed, 1, offset, length);

    private static InspectorRun Run() => new(new EnipInspector(), 44818);
}
