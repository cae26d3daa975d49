using Stray.Capture.Flows;
using Stray.Capture.Inspection.Rfb;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Rfb;

public sealed class RfbInspectorTests
{
    private const string Initialisation = "0400 0300 20 18 00 01 00FF 00FF 00FF 10 08 00 000000 00000001 61";

    [Fact]
    public void Sound_session_raises_nothing() =>
        Begin("8").Hex(Side.Backward, "02 01 02").Hex(Side.Forward, "02").Send(Side.Backward, new byte[16]).Send(Side.Forward, new byte[16])
            .Hex(Side.Backward, "00000000").Hex(Side.Forward, "01").Hex(Side.Backward, Initialisation).ExpectNothing();

    [Fact]
    public void Sound_session_of_version_3_3_raises_nothing() =>
        Begin("3").Hex(Side.Backward, "00000001").Hex(Side.Forward, "01").Hex(Side.Backward, Initialisation).ExpectNothing();

    [Fact]
    public void Security_of_a_vendor_ends_the_inspection_quietly() =>
        Begin("8").Hex(Side.Backward, "02 13 10").Hex(Side.Forward, "13").Send(Side.Backward, new byte[40]).ExpectNothing();

    [Fact]
    public void Version_that_is_none_is_found() =>
        Run().Send(Side.Backward, "RFB 0x3.008\n"u8).Expect(FindingName.DbOrDesktopProtocolInvalid, 1, 0, 12);

    [Fact]
    public void Security_type_that_is_not_assigned_is_found() =>
        Begin("8").Hex(Side.Backward, "02 02 63").Expect(FindingName.DbOrDesktopProtocolInvalid, 3, 2, 1);

    [Fact]
    public void Choice_that_was_not_offered_is_found() =>
        Begin("8").Hex(Side.Backward, "01 02").Hex(Side.Forward, "01").Expect(FindingName.DbOrDesktopProtocolInvalid, 4, 0, 1);

    [Fact]
    public void Result_that_does_not_exist_is_found() =>
        Begin("8").Hex(Side.Backward, "01 01").Hex(Side.Forward, "01").Hex(Side.Backward, "00000009").Expect(FindingName.DbOrDesktopProtocolInvalid, 5, 0, 4);

    [Fact]
    public void Pixel_format_that_does_not_exist_is_found() =>
        Begin("8").Hex(Side.Backward, "01 01").Hex(Side.Forward, "01").Hex(Side.Backward, "00000000")
            .Hex(Side.Backward, Initialisation.Replace("20 18", "18 18", StringComparison.Ordinal)).Expect(FindingName.DbOrDesktopProtocolInvalid, 6, 4, 2);

    private static InspectorRun Run() => new(new RfbInspector(), 5900);

    private static InspectorRun Begin(string minor)
    {
        var version = System.Text.Encoding.ASCII.GetBytes($"RFB 003.00{minor}\n");
        return Run().Send(Side.Backward, version).Send(Side.Forward, version);
    }
}
