using Stray.Capture.Flows;
using Stray.Capture.Inspection.S7;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.S7;

public sealed class S7InspectorTests
{
    private const string Connect = "03 00 0016 11 E0 0000 0001 00 C00109 C1020100 C2020102";

    [Fact]
    public void Sound_exchange_raises_nothing() =>
        Run().Hex(Side.Forward, "03 00 0016 11 E0 0000 0001 00 C0010A C1020100 C2020102")
            .Hex(Side.Backward, "03 00 0016 11 D0 0001 0001 00 C0010A C1020100 C2020102")
            .Hex(Side.Forward, "03 00 0019 02 F0 80 32 01 0000 0000 0008 0000 F0 00 0001 0001 01E0")
            .Hex(Side.Backward, "03 00 001B 02 F0 80 32 03 0000 0000 0008 0000 00 00 F0 00 0001 0001 00F0").ExpectNothing();

    [Theory]
    [InlineData("16 03 0100", 0, 4)]
    [InlineData("03 00 0006 02 F0", 0, 4)]
    [InlineData("03 00 0019 02 F0 80 32 09 0000 0000 0008 0000 F0 00 0001 0001 01E0", 8, 1)]
    [InlineData("03 00 0019 02 F0 80 32 01 0000 0000 0018 0000 F0 00 0001 0001 01E0", 13, 4)]
    [InlineData("03 00 0019 62 F0 80 32 01 0000 0000 0008 0000 F0 00 0001 0001 01E0", 4, 2)]
    [InlineData("03 00 0019 02 00 80 32 01 0000 0000 0008 0000 F0 00 0001 0001 01E0", 4, 2)]
    public void Invalid_message_is_found(string message, int offset, int length) =>
        Run().Hex(Side.Forward, Connect).Hex(Side.Forward, message).Expect(FindingName.IcsMessageMalformed, 2, offset, length);

    private static InspectorRun Run() => new(new S7Inspector(), 102);
}
