using System.Text;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Ftp;

public sealed class FtpInspectorTests
{
    [Fact]
    public void Sound_session_raises_nothing() =>
        LoggedIn().Client("PORT 10,0,0,1,200,10\r\n"u8).Server("200 ok\r\n"u8).Client("LIST\r\n"u8).Server("150 here\r\n226-so\r\nfree text\r\n226 done\r\n"u8)
            .Client("QUIT\r\n"u8).Server("221 bye\r\n"u8).ExpectNothing();

    [Fact]
    public void Transfer_before_a_data_channel_is_found() =>
        LoggedIn().Client("RETR secret\r\n"u8).Server("425 no\r\n"u8).ExpectOnly(FindingName.FtpDataChannelViolation, 6, Talk.Offset, 11);

    [Fact]
    public void Transfer_without_a_name_is_found() =>
        LoggedIn().Client("PASV\r\n"u8).Server("227 (10,0,0,2,9,9)\r\n"u8).Client("RETR \r\n"u8).ExpectOnly(FindingName.FtpDataChannelViolation, 8, Talk.Offset, 5);

    [Theory]
    [InlineData("PORT 8,8,8,8,200,10\r\n", 5)]
    [InlineData("EPRT |1|8.8.8.8|51210|\r\n", 5)]
    [InlineData("PORT 10,0,0,1,0,22\r\n", 5)]
    public void Data_channel_to_somebody_else_or_to_a_service_is_found(string command, int offset) =>
        LoggedIn().Client(Encoding.ASCII.GetBytes(command)).ExpectOnly(FindingName.FtpDataChannelViolation, 6, Talk.Offset + offset, command.Length - offset - 2);

    [Theory]
    [InlineData("PORT 1,2\r\n")]
    [InlineData("PORT 1,2,3,4,5,256\r\n")]
    [InlineData("EPRT |3|::1|9|\r\n")]
    public void Data_channel_to_nowhere_is_found(string command) =>
        LoggedIn().Client(Encoding.ASCII.GetBytes(command)).ExpectOnly(FindingName.FtpMessageMalformed, 6, Talk.Offset, command.Length - 2);

    [Fact]
    public void Own_address_over_ipv6_is_sound() => LoggedIn().Client("EPRT |2|2001:db8::1|51210|\r\n"u8).ExpectNothing();

    [Fact]
    public void Line_that_is_no_reply_is_found() =>
        Assert.Contains(LoggedIn().Server("SSH-2.0-x\r\n"u8).End(), f => f.Name == FindingName.FtpMessageMalformed && (f.Frame, f.Offset, f.Length) == (6, Talk.Offset, 4));

    [Fact]
    public void Foreign_number_within_a_reply_is_found() =>
        LoggedIn().Client("HELP\r\n"u8).Server("214-help\r\n250 done\r\n214 end\r\n"u8).ExpectOnly(FindingName.FtpMessageMalformed, 7, Talk.Offset + 10, 3);

    [Fact]
    public void Command_that_is_no_word_is_found() =>
        LoggedIn().Client("\u0001\u0002 x\r\n"u8).ExpectOnly(FindingName.FtpMessageMalformed, 6, Talk.Offset, 2);

    [Fact]
    public void Long_command_and_long_name_are_found()
    {
        LoggedIn().Client(Encoding.ASCII.GetBytes(new string('T', 132) + "\r\n")).ExpectOnly(FindingName.LineLengthExceeded, 6, Talk.Offset, 132);
        LoggedIn().Client(Encoding.ASCII.GetBytes("USER " + new string('u', 200) + "\r\n")).ExpectOnly(FindingName.LineLengthExceeded, 6, Talk.Offset + 5, 200);
    }

    [Fact]
    public void Security_data_that_is_not_base64_is_found() =>
        LoggedIn().Client("ADAT {}\r\n"u8).ExpectOnly(FindingName.FtpMessageMalformed, 6, Talk.Offset + 5, 2);

    [Fact]
    public void Command_before_the_reply_to_the_last_is_found() =>
        LoggedIn().Client("PWD\r\nPWD\r\n"u8).ExpectOnly(FindingName.ProtocolStateExhaustion, 6, Talk.Offset + 5, 3);

    [Fact]
    public void Abort_with_its_signals_is_sound() =>
        LoggedIn().Client("PASV\r\n"u8).Server("227 (10,0,0,2,9,9)\r\n"u8).Client("RETR a\r\n"u8).Client([0xFF, 0xF4, 0xFF, 0xF2, .. "ABOR\r\n"u8]).ExpectNothing();

    [Fact]
    public void Clear_text_after_the_promise_of_tls_is_found() =>
        LoggedIn().Client("AUTH TLS\r\n"u8).Server("234 go\r\n"u8).Client("USER a\r\n"u8).ExpectOnly(FindingName.StarttlsViolation, 8, Talk.Offset, 8);

    [Fact]
    public void Capture_that_begins_late_is_not_blamed() =>
        new Talk(21, midstream: true).Client("PASS x\r\n"u8).Server("230 in\r\n"u8).Client("RETR a\r\n"u8).Client("RETR b\r\n"u8).ExpectNothing();

    [Fact]
    public void Segmentation_does_not_matter()
    {
        for (var size = 1; size < 12; size++)
        {
            var findings = LoggedIn().Cut(Side.Forward, "NOOP\r\nPORT 8,8,8,8,9,9\r\nSTOR \r\n"u8, size).End();
            Assert.Equal(2, findings.Where(f => f.Name == FindingName.FtpDataChannelViolation).Sum(f => f.Count));
        }
    }

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(21,
        "USER anonymous\r\nPASS a@b\r\nPORT 10,0,0,1,4,1\r\nEPRT |1|10.0.0.1|5000|\r\nRETR file\r\nADAT aaaa\r\nQUIT\r\n"u8,
        "220-hello\r\nfree\r\n220 FTP ready\r\n331 pass\r\n230 in\r\n200 ok\r\n200 ok\r\n150 data\r\n226 done\r\n221 bye\r\n"u8);

    private static Talk LoggedIn() =>
        new Talk(21).Server("220 FTP ready\r\n"u8).Client("USER a\r\n"u8).Server("331 pass\r\n"u8).Client("PASS b\r\n"u8).Server("230 in\r\n"u8);
}
