using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Telnet;

public sealed class TelnetInspectorTests
{
    [Fact]
    public void Sound_negotiation_raises_nothing() =>
        new Talk(23).Server([255, 253, 24, 255, 253, 31]).Client([255, 251, 24, 255, 250, 31, 0, 80, 0, 24, 255, 240, (byte)'a', 255, 255]).ExpectNothing();

    [Fact]
    public void Window_size_of_255_is_not_blamed() => new Talk(23).Client([255, 251, 31, 255, 250, 31, 0, 255, 0, 24, 255, 240]).ExpectNothing();

    [Fact]
    public void Subnegotiation_without_end_is_found() =>
        new Talk(23).Server([255, 250, 24, 1, 255, 253, 1]).ExpectOnly(FindingName.LineProtocolViolation, 1, Talk.Offset + 5, 1);

    [Fact]
    public void Endless_subnegotiation_is_found() =>
        new Talk(23).Server([255, 250, 24, .. new byte[5000]]).ExpectOnly(FindingName.LineProtocolViolation, 1, Talk.Offset + 2 + 4096, 1);

    [Fact]
    public void Segmentation_does_not_matter()
    {
        for (var size = 1; size < 9; size++)
        {
            Assert.Single(new Talk(23).Cut(Side.Backward, [255, 253, 24, 65, 255, 250, 24, 1, 255, 253, 1], size).End());
        }
    }

    [Fact]
    public void Mutations_are_survived() =>
        Mutations.Survive(23, [255, 251, 24, 255, 250, 24, 0, 65, 66, 255, 240, 65, 66, 13, 10], [255, 253, 24, 255, 250, 24, 1, 255, 240, 65, 255, 251, 1]);
}
