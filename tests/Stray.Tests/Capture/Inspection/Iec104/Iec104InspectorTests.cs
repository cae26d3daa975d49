using Stray.Capture.Flows;
using Stray.Capture.Inspection.Iec104;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Iec104;

public sealed class Iec104InspectorTests
{
    [Fact]
    public void Sound_exchange_raises_nothing() =>
        Run().Hex(Side.Forward, "68 04 07 00 00 00").Hex(Side.Backward, "68 04 0B 00 00 00")
            .Hex(Side.Forward, "68 0E 0000 0000 64 01 06 00 01 00 000000 14").Hex(Side.Backward, "68 04 01 00 02 00").ExpectNothing();

    [Theory]
    [InlineData("69 04 07 00 00 00", 0, 1)]
    [InlineData("68 03 07 00 00", 1, 1)]
    [InlineData("68 FE 07 00 00", 1, 1)]
    [InlineData("68 04 0F 00 00 00", 2, 1)]
    [InlineData("68 06 01 00 02 00 00 00", 1, 1)]
    [InlineData("68 06 0000 0000 64 01", 1, 1)]
    [InlineData("68 0E 0000 0000 00 01 06 00 01 00 000000 14", 6, 1)]
    public void Invalid_message_is_found(string message, int offset, int length) =>
        Run().Hex(Side.Forward, message).Expect(FindingName.IcsMessageMalformed, 1, offset, length);

    [Fact]
    public void Stream_joined_in_its_middle_raises_nothing() => Run().Midstream().Hex(Side.Forward, "00 01 00 14").ExpectNothing();

    private static InspectorRun Run() => new(new Iec104Inspector(), 2404);
}
