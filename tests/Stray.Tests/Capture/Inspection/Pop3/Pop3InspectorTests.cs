using System.Text;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Pop3;

public sealed class Pop3InspectorTests
{
    [Fact]
    public void Sound_session_raises_nothing() =>
        Begin().Client("CAPA\r\nSTAT\r\n"u8).Server("+OK caps\r\nTOP\r\n.\r\n+OK 1 20\r\n"u8).Client("LIST 1\r\n"u8).Server("+OK 1 20\r\n"u8)
            .Client("RETR 1\r\n"u8).Server("+OK\r\nSubject: a\r\n\r\n..\r\nfree\r\n.\r\n"u8).Client("QUIT\r\n"u8).Server("+OK bye\r\n"u8).ExpectNothing();

    [Fact]
    public void Login_raises_nothing() =>
        Begin().Client("AUTH\r\n"u8).Server("-ERR what\r\n"u8).Client("AUTH PLAIN\r\n"u8).Server("+ \r\n"u8).Client("AGEAYg==\r\n"u8).Server("+OK in\r\n"u8)
            .Client("STAT\r\n"u8).Server("+OK 0 0\r\n"u8).ExpectNothing();

    [Theory]
    [InlineData("FOO bar\r\n")]
    [InlineData("+OK me\r\n")]
    [InlineData("RETR\r\n")]
    [InlineData("STAT 1\r\n")]
    [InlineData("TOP 1\r\n")]
    public void Unknown_command_or_wrong_arguments_are_found(string command) =>
        Begin().Client(Encoding.ASCII.GetBytes(command)).ExpectOnly(FindingName.LineProtocolViolation, 4, Talk.Offset, command.Length - 2);

    [Fact]
    public void Extension_command_is_sound() => Begin().Client("XTND XMIT\r\n"u8).Server("+OK go\r\nwhatever\r\n"u8).ExpectNothing();

    [Fact]
    public void Line_that_is_no_reply_is_found() =>
        Begin().Client("STAT\r\n"u8).Server("STAT\r\n"u8).ExpectOnly(FindingName.LineProtocolViolation, 5, Talk.Offset, 4);

    [Fact]
    public void Answer_that_is_not_base64_is_found() =>
        Begin().Client("AUTH PLAIN\r\n"u8).Server("+ \r\n"u8).Client("{}\r\n"u8).ExpectOnly(FindingName.LineProtocolViolation, 6, Talk.Offset, 2);

    [Fact]
    public void Long_command_is_found() =>
        Begin().Client(Encoding.ASCII.GetBytes("USER " + new string('u', 300) + "\r\n")).ExpectOnly(FindingName.LineLengthExceeded, 4, Talk.Offset, 305);

    [Fact]
    public void Flood_of_commands_is_found()
    {
        var findings = Begin().Cut(Side.Forward, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("NOOP\r\n", 200))), 600).End();
        Assert.Equal([FindingName.LineProtocolViolation, FindingName.ProtocolStateExhaustion], findings.Select(f => f.Name).Order());
    }

    [Fact]
    public void Clear_text_after_stls_is_found() =>
        Begin().Client("STLS\r\n"u8).Server("+OK go\r\n"u8).Client("USER a\r\n"u8).ExpectOnly(FindingName.StarttlsViolation, 6, Talk.Offset, 8);

    [Fact]
    public void Broken_mail_is_found() =>
        Begin().Client("RETR 1\r\n"u8).Server("+OK\r\nContent-Type: multipart/mixed\r\n\r\n.\r\n"u8).ExpectOnly(FindingName.MimeStructureMalformed, 5, Talk.Offset + 5);

    [Fact]
    public void Segmentation_does_not_matter()
    {
        for (var size = 1; size < 14; size++)
        {
            Assert.Equal(3, Begin().Cut(Side.Forward, "FOO\r\nSTAT\r\nRETR\r\nTOP 1\r\n"u8, size).End().Sum(f => f.Count));
        }
    }

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(110,
        "CAPA\r\nUSER a\r\nPASS b\r\nLIST\r\nRETR 1\r\nAUTH PLAIN\r\nAGEAYg==\r\nSTLS\r\nQUIT\r\n"u8,
        "+OK pop ready\r\n+OK\r\nTOP\r\n.\r\n+OK\r\n+OK\r\n+OK\r\n1 2\r\n.\r\n+OK\r\nA: b\r\n\r\nx\r\n.\r\n+ \r\n+OK\r\n+OK\r\n"u8);

    private static Talk Begin() => new Talk(110).Server("+OK pop ready\r\n"u8).Client("USER a\r\n"u8).Server("+OK\r\n"u8);
}
