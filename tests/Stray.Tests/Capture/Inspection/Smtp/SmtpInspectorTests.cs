using System.Text;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Smtp;

public sealed class SmtpInspectorTests
{
    [Fact]
    public void Sound_mail_raises_nothing() =>
        Accepted().Client("DATA\r\n"u8).Server("354 go\r\n"u8).Client("Subject: a\r\n\r\ntext\r\n..dot\r\n.\r\n"u8).Server("250 queued\r\n"u8)
            .Client("QUIT\r\n"u8).Server("221 bye\r\n"u8).ExpectNothing();

    [Fact]
    public void Pipelined_mail_raises_nothing() =>
        Greeted().Client("MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"u8).Server("250 ok\r\n250 ok\r\n354 go\r\n"u8)
            .Client("Subject: a\r\n\r\ntext\r\n.\r\nMAIL FROM:<a@b>\r\n"u8).Server("250 queued\r\n250 ok\r\n"u8).ExpectNothing();

    [Theory]
    [InlineData("RCPT TO:<c@d>\r\n")]
    [InlineData("DATA\r\n")]
    [InlineData(".\r\n")]
    public void Command_out_of_order_is_found(string command) =>
        Greeted().Client(Encoding.ASCII.GetBytes(command)).ExpectOnly(FindingName.SmtpTransactionInvalid, 4, Talk.Offset, command.Length - 2);

    [Fact]
    public void Mail_within_a_transaction_is_found() =>
        Accepted().Client("MAIL FROM:<x@y>\r\n"u8).ExpectOnly(FindingName.SmtpTransactionInvalid, 8, Talk.Offset, 15);

    [Fact]
    public void Mail_after_a_refused_one_is_sound() =>
        Greeted().Client("MAIL FROM:<a@b>\r\n"u8).Server("450 later\r\n"u8).Client("MAIL FROM:<a@b>\r\n"u8).ExpectNothing();

    [Fact]
    public void Message_sent_before_it_was_asked_for_is_found() =>
        Accepted().Client("DATA\r\nSubject: x\r\n"u8).ExpectOnly(FindingName.SmtpTransactionInvalid, 8, Talk.Offset + 6, 10);

    [Fact]
    public void First_reply_other_than_a_welcome_is_found() =>
        new Talk(25).Server("250 smtp\r\n"u8).Client("EHLO a\r\n"u8).ExpectOnly(FindingName.SmtpTransactionInvalid, 1, Talk.Offset, 3);

    [Fact]
    public void Reply_to_no_command_is_found_at_the_end() =>
        Greeted().Server("250 what\r\n"u8).ExpectOnly(FindingName.SmtpTransactionInvalid, 4, Talk.Offset, 3);

    [Fact]
    public void Reply_seen_before_its_command_is_sound() => Greeted().Server("250 ok\r\n"u8).Client("NOOP\r\n"u8).ExpectNothing();

    [Fact]
    public void Line_that_is_no_reply_is_found() =>
        Assert.Contains(Greeted().Server("hello there\r\n"u8).End(),
            f => f.Name == FindingName.SmtpTransactionInvalid && (f.Frame, f.Offset, f.Length) == (4, Talk.Offset, 4));

    [Theory]
    [InlineData("BDAT 5 X\r\n")]
    [InlineData("BDAT -5\r\n")]
    [InlineData("BDAT\r\n")]
    [InlineData("BDAT 99999999999\r\n")]
    [InlineData("BDAT 99999999999999999999999\r\n")]
    public void Chunk_of_no_size_is_found(string command) =>
        Accepted().Client(Encoding.ASCII.GetBytes(command)).ExpectOnly(FindingName.SmtpBdatInvalid, 8, Talk.Offset, command.Length - 2);

    [Fact]
    public void Message_in_chunks_raises_nothing() =>
        Accepted().Client("BDAT 12\r\nSubject: a\r\n"u8).Server("250 ok\r\n"u8).Client("BDAT 6 LAST\r\n\r\nBDATQUIT\r\n"u8).Server("250 ok\r\n221 bye\r\n"u8).ExpectNothing();

    [Fact]
    public void Transaction_without_its_last_chunk_is_found() =>
        Accepted().Client("BDAT 2\r\n\r\n"u8).Server("250 ok\r\n"u8).Client("QUIT\r\n"u8).ExpectOnly(FindingName.SmtpBdatInvalid, 10, Talk.Offset, 4);

    [Fact]
    public void Data_among_chunks_is_found() =>
        Accepted().Client("BDAT 2\r\n\r\n"u8).Server("250 ok\r\n"u8).Client("DATA\r\n"u8).ExpectOnly(FindingName.SmtpBdatInvalid, 10, Talk.Offset, 4);

    [Fact]
    public void Long_command_path_and_text_are_found()
    {
        Greeted().Client(Encoding.ASCII.GetBytes("NOOP " + new string('x', 600) + "\r\n")).ExpectOnly(FindingName.LineLengthExceeded, 4, Talk.Offset, 605);
        Greeted().Client(Encoding.ASCII.GetBytes("MAIL FROM:<" + new string('x', 300) + ">\r\n")).ExpectOnly(FindingName.LineLengthExceeded, 4, Talk.Offset + 10, 302);
        Accepted().Client("DATA\r\n"u8).Server("354 go\r\n"u8).Client(Encoding.ASCII.GetBytes("Subject: a\r\n\r\n" + new string('x', 1200) + "\r\n.\r\n"))
            .ExpectOnly(FindingName.LineLengthExceeded, 10, Talk.Offset + 14, 1200);
    }

    [Fact]
    public void Login_raises_nothing() =>
        Greeted().Client("AUTH LOGIN\r\n"u8).Server("334 VXNlcm5hbWU6\r\n"u8).Client("dXNlcg==\r\n"u8).Server("334 UGFzc3dvcmQ6\r\n"u8)
            .Client("cGFzcw==\r\n"u8).Server("235 in\r\n"u8).Client("MAIL FROM:<a@b>\r\n"u8).Server("250 ok\r\n"u8).ExpectNothing();

    [Fact]
    public void Refused_starttls_is_found() =>
        Greeted().Client("STARTTLS\r\n"u8).Server("454 not now\r\n"u8).ExpectOnly(FindingName.StarttlsViolation, 5, Talk.Offset, 3);

    [Fact]
    public void Clear_text_after_starttls_is_found() =>
        Greeted().Client("STARTTLS\r\n"u8).Server("220 go\r\n"u8).Client("EHLO a\r\n"u8).ExpectOnly(FindingName.StarttlsViolation, 6, Talk.Offset, 8);

    [Fact]
    public void Command_slipped_in_behind_starttls_is_found() =>
        Greeted().Client("STARTTLS\r\nEHLO a\r\n"u8).ExpectOnly(FindingName.StarttlsViolation, 4, Talk.Offset + 10, 6);

    [Fact]
    public void Tls_after_starttls_is_inspected_as_tls() =>
        Greeted().Client("STARTTLS\r\n"u8).Server("220 go\r\n"u8).Client([22, 3, 1, 0, 5, 1, 0, 0, 0, 0]).End()
            .ForEach(f => Assert.DoesNotContain(f.Name, new[] { FindingName.StarttlsViolation, FindingName.AppProtocolDirectionMismatch }));

    [Fact]
    public void Lost_bytes_end_the_inspection() =>
        Greeted().Gap(Side.Forward, 100).Server("250 what\r\n250 what\r\n"u8).Client("DATA\r\n"u8).ExpectNothing();

    [Fact]
    public void Segmentation_does_not_matter()
    {
        for (var size = 1; size < 14; size++)
        {
            var findings = Accepted().Cut(Side.Forward, "RSET\r\nBDAT x\r\nRCPT TO:<a>\r\nMAIL FROM:<a>\r\nBDAT 4 LAST\r\nBDATBDAT 3 y\r\n"u8, size).End();
            Assert.Equal((1, 2), (Count(findings, FindingName.SmtpTransactionInvalid), Count(findings, FindingName.SmtpBdatInvalid)));
        }
    }

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(25,
        "EHLO a\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nBDAT 5\r\nA: b\nDATA\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--\r\n.\r\nSTARTTLS\r\n"u8,
        "220 smtp\r\n250-a\r\n250 SIZE\r\n250 ok\r\n250 ok\r\n250 ok\r\n354 go\r\n250 queued\r\n220 go\r\n"u8);

    private static int Count(List<FlowFinding> findings, FindingName name) => findings.Where(f => f.Name == name).Sum(f => f.Count);

    private static Talk Greeted() => new Talk(25).Server("220 mail ESMTP\r\n"u8).Client("EHLO a\r\n"u8).Server("250-mail\r\n250 CHUNKING\r\n"u8);

    private static Talk Accepted() =>
        Greeted().Client("MAIL FROM:<a@b>\r\n"u8).Server("250 ok\r\n"u8).Client("RCPT TO:<c@d>\r\n"u8).Server("250 ok\r\n"u8);
}
