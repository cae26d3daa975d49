using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Imap;

public sealed class ImapInspectorTests
{
    [Fact]
    public void Sound_session_with_literals_raises_nothing() =>
        Begin().Client("a2 LOGIN {1}\r\n"u8).Server("+ go\r\n"u8).Client("u {1}\r\n"u8).Server("+ go\r\n"u8).Client("p\r\n"u8).Server("a2 OK in\r\n"u8)
            .Client("a3 FETCH 1 BODY[]\r\n"u8).Server("* 1 FETCH (BODY[] {12}\r\nlines\r\nmore\n)\r\na3 OK done\r\n"u8).Client("a4 IDLE\r\n"u8)
            .Server("+ idling\r\n* 2 EXISTS\r\n"u8).Client("DONE\r\n"u8).Server("a4 OK done\r\n"u8).ExpectNothing();

    [Fact]
    public void Line_that_is_no_response_is_found() =>
        Begin().Server("what is this\r\n"u8).ExpectOnly(FindingName.LineProtocolViolation, 4, Talk.Offset, 12);

    [Fact]
    public void Nul_in_a_command_is_found() => Begin().Client("a2 NO\0P\r\n"u8).ExpectOnly(FindingName.LineProtocolViolation, 4, Talk.Offset + 5, 1);

    [Fact]
    public void Refused_starttls_is_found() =>
        Begin().Client("a2 STARTTLS\r\n"u8).Server("a2 NO never\r\n"u8).ExpectOnly(FindingName.StarttlsViolation, 5, Talk.Offset, 11);

    [Fact]
    public void Clear_text_after_starttls_is_found() =>
        Begin().Client("a2 STARTTLS\r\n"u8).Server("a2 OK go\r\n"u8).Client("a3 LOGIN a b\r\n"u8).ExpectOnly(FindingName.StarttlsViolation, 6, Talk.Offset, 14);

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(143,
        "a1 CAPABILITY\r\na2 LOGIN {1}\r\nu p\r\na3 SELECT INBOX\r\na4 FETCH 1 BODY[]\r\na5 STARTTLS\r\n"u8,
        "* OK imap\r\na1 OK\r\n+ go\r\na2 OK in\r\na3 OK\r\n* 1 FETCH (BODY[] {5}\r\nabcde)\r\na4 OK\r\na5 OK go\r\n"u8);

    private static Talk Begin() => new Talk(143).Server("* OK imap ready\r\n"u8).Client("a1 CAPABILITY\r\n"u8).Server("* CAPABILITY IMAP4rev1\r\na1 OK\r\n"u8);
}
