using System.Text;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Mime;

public sealed class MimeWalkerTests
{
    private const string Multipart = "From: a\r\nContent-Type: multipart/mixed;\r\n boundary=\"outer\"\r\n\r\npreamble\r\n--outer\r\n";

    [Theory]
    [InlineData(Multipart + "Content-Type: text/plain\r\n\r\n=zz stays\r\n--outer\r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\n--outer--\r\nepilogue: =\r\n")]
    [InlineData("Subject: a\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3D=\r\n=e4 b = \r\n")]
    [InlineData("just some text\r\nwithout a header\r\n")]
    [InlineData("")]
    [InlineData("Subject: no body\r\n")]
    public void Sound_message_raises_nothing(string message) => Mail(message).ExpectNothing();

    [Fact]
    public void Long_boundary_is_found_without_any_body() =>
        Mail($"Content-Type: multipart/mixed; boundary=\"{new string('A', 400)}\"\r\n").ExpectOnly(FindingName.MimeStructureMalformed, 10, Talk.Offset + 41, 400);

    [Theory]
    [InlineData("Content-Type: multipart/mixed\r\n\r\nx\r\n", 0)]
    [InlineData("A: b\r\nno field\r\n\r\nx\r\n", 6)]
    [InlineData("Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n", 19)]
    [InlineData("Content-Transfer-Encoding: base64\r\n\r\nQU*D\r\n", 39)]
    [InlineData("Content-Transfer-Encoding: quoted-printable\r\n\r\na=zz\r\n", 48)]
    [InlineData(Multipart + "garbage here\r\n\r\nx\r\n--outer--\r\n", 81)]
    [InlineData(Multipart + "Content-Transfer-Encoding: base64\r\n\r\nQ{}D\r\n--outer--\r\n", 119)]
    public void Broken_structure_is_found(string message, int offset) =>
        Mail(message).ExpectOnly(FindingName.MimeStructureMalformed, 10, Talk.Offset + offset);

    [Fact]
    public void Long_names_are_found()
    {
        Mail(new string('N', 300) + ": x\r\n\r\n").ExpectOnly(FindingName.MimeStructureMalformed, 10, Talk.Offset, 300);
        Mail("Content-Disposition: attachment;\r\n filename=\"" + new string('n', 300) + "\"\r\n\r\n")
            .ExpectOnly(FindingName.MimeStructureMalformed, 10, Talk.Offset + 45, 300);
    }

    [Fact]
    public void Multiparts_without_end_within_each_other_are_found()
    {
        var message = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\r\n\r\n");
        for (var i = 0; i < 12; i++)
        {
            message.Append(System.Globalization.CultureInfo.InvariantCulture, $"--b{i:x}\r\nContent-Type: multipart/mixed; boundary=b{i + 1:x}\r\n\r\n");
        }

        Assert.Single(Mail(message.ToString()).End(), f => f.Name == FindingName.MimeStructureMalformed);
    }

    private static Talk Mail(string message) =>
        new Talk(25).Server("220 mail ESMTP\r\n"u8).Client("EHLO a\r\n"u8).Server("250 mail\r\n"u8).Client("MAIL FROM:<a@b>\r\n"u8).Server("250 ok\r\n"u8)
            .Client("RCPT TO:<c@d>\r\n"u8).Server("250 ok\r\n"u8).Client("DATA\r\n"u8).Server("354 go\r\n"u8).Client(Encoding.Latin1.GetBytes(message + ".\r\n"));
}
