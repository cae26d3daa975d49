using Stray.Capture.Flows;
using Stray.Capture.Inspection.Rlogin;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Rlogin;

public sealed class RloginInspectorTests
{
    [Fact]
    public void Sound_opening_raises_nothing() => Run("\0local\0remote\0xterm/9600\0\u0001\u0002 anything").ExpectNothing();

    [Fact]
    public void Opening_without_nul_is_found() => Run("root\0").Expect(FindingName.LineProtocolViolation, 1, 0, 1);

    [Fact]
    public void Control_character_in_a_name_is_found() => Run("\0lo\u0007cal\0").Expect(FindingName.LineProtocolViolation, 1, 3, 1);

    [Fact]
    public void Opening_without_end_is_found() => Run("\0" + new string('a', 600)).Expect(FindingName.LineProtocolViolation, 1, 512, 1);

    [Fact]
    public void Late_capture_is_not_blamed()
    {
        var run = new InspectorRun(new RloginInspector(), 513);
        run.Midstream();
        run.Client("ls\r\n").ExpectNothing();
    }

    [Fact]
    public void Anything_on_its_port_is_held_to_it() =>
        Assert.Contains(new Talk(513).Client("root and more\0"u8).End(), f => f.Name == FindingName.LineProtocolViolation);

    private static InspectorRun Run(string bytes) => new InspectorRun(new RloginInspector(), 513).Client(bytes);
}
