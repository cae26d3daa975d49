using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.PortProtocol;

public sealed class ReplyInspectorTests
{
    [Fact]
    public void Server_that_changes_its_language_is_found() =>
        Ftp().Server("331 password\r\n"u8).Server("SSH-2.0-mod_sftp\r\n"u8).End()
            .Single(f => f.Name == FindingName.AppProtocolViolationOnPort).Is(4, Talk.Offset, 4);

    [Fact]
    public void Free_text_inside_a_reply_of_many_lines_is_sound() =>
        Ftp().Server("230-hello\r\nany text\r\n 230-indented\r\n\r\n230 done\r\n"u8).Server("200 ok\r\n"u8).ExpectNothing();

    [Fact]
    public void Tls_after_its_announcement_is_sound() =>
        Ftp().Server("331 password\r\n"u8).Client("AUTH TLS\r\n"u8).Server("234 go ahead\r\n"u8).Server([22, 3, 3, 0, 1, 0]).ExpectNothing();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Segmentation_does_not_matter(int size) =>
        Assert.Single(
            Ftp().Cut(Side.Backward, "230-a\r\nfree\r\n230 b\r\n200 ok\r\nwhat is this\r\n200 ok\r\n"u8, size).End(),
            f => f.Name == FindingName.AppProtocolViolationOnPort);

    [Fact]
    public void Short_replies_are_sound() => Ftp().Server("200\r\n"u8).Server("250 \r\n"u8).ExpectNothing();

    private static Talk Ftp() => new Talk(21).Server("220 FTP ready\r\n"u8).Client("USER a\r\n"u8);
}
