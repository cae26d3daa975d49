using System.Text;
using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Conversations;

/// <summary>SMTP (RFC 5321) and IMAP (RFC 9051) on an open connection.</summary>
internal sealed class MailSession(TcpConversation tcp)
{
    private const string Server = "mail." + OfficeNetwork.Domain;
    private readonly LineSession _lines = new(tcp);
    private readonly Dice _dice = tcp[Side.Client].Host.Dice;

    /// <summary>One mail from another organisation's server, in the clear.</summary>
    public void Deliver(string client, string recipient, int bytes)
    {
        Greet(client, "250-" + Server + "\r\n250-SIZE 36700160\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES");
        _lines.Exchange($"MAIL FROM:<news{_dice.Between(1, 40)}@{client[3..]}> SIZE={bytes}", "250 2.1.0 Ok");
        _lines.Exchange($"RCPT TO:<{recipient}@{OfficeNetwork.Domain}>", "250 2.1.5 Ok");
        _lines.Exchange("DATA", "354 End data with <CR><LF>.<CR><LF>");
        _lines.Exchange(Mail(client[3..], recipient, bytes) + ".", "250 2.0.0 Ok: queued as 4Z" + _dice.Between(100000, 999999));
        Quit();
    }

    /// <summary>One mail handed in by a colleague, inside STARTTLS (RFC 3207).</summary>
    public void Submit(string client, TlsSession tls, int bytes)
    {
        Greet(client, "250-" + Server + "\r\n250-STARTTLS\r\n250 8BITMIME");
        _lines.Exchange("STARTTLS", "220 2.0.0 Ready to start TLS");
        tls.Handshake(TlsClient.Schannel, Server);
        foreach (var (up, down) in new[] { (22, 120), (60, 40), (44, 30), (38, 30), (6, 37), (bytes, 45) })
        {
            tls.Exchange(up, down, _dice.Between(500, 9000) * Nanos.Microsecond);
        }

        tls.Close(Side.Client);
    }

    /// <summary>A look at the inbox in the clear, fetching what is new.</summary>
    public void Check(string account, int fresh)
    {
        _lines.Say(Side.Server, "* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE IDLE AUTH=PLAIN] Mail ready.");
        _lines.Exchange($"1 LOGIN {account} {{8+}}\r\npassw0rd", "1 OK [CAPABILITY IMAP4rev1 IDLE UIDPLUS] Logged in");
        _lines.Exchange(
            "2 SELECT INBOX",
            "* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* 412 EXISTS\r\n* 0 RECENT\r\n2 OK [READ-WRITE] Select completed.");
        _lines.Exchange("3 UID SEARCH UNSEEN", fresh == 0 ? "* SEARCH\r\n3 OK Search completed." : "* SEARCH 9021\r\n3 OK Search completed.");
        for (var i = 0; i < fresh; i++)
        {
            var mail = Mail("partner.example", account, _dice.Between(900, 9000));
            _lines.Exchange($"{4 + i} UID FETCH {9021 + i} BODY.PEEK[]",
                $"* {412 + i} FETCH (UID {9021 + i} BODY[] {{{mail.Length}}}\r\n{mail})\r\n{4 + i} OK Fetch completed.");
        }

        _lines.Exchange($"{4 + fresh} LOGOUT", $"* BYE Logging out\r\n{4 + fresh} OK Logout completed.");
        tcp.Close(Side.Server);
    }

    private void Greet(string client, string extensions)
    {
        _lines.Say(Side.Server, $"220 {Server} ESMTP");
        _lines.Exchange("EHLO " + client, extensions);
    }

    private void Quit()
    {
        _lines.Exchange("QUIT", "221 2.0.0 Bye");
        tcp.Close(Side.Server);
    }

    private string Mail(string from, string to, int bytes)
    {
        var text = new StringBuilder();
        text.Append("From: Sender <news@").Append(from).Append(">\r\nTo: ").Append(to).Append('@').Append(OfficeNetwork.Domain)
            .Append("\r\nSubject: Notes of the week\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n");
        while (text.Length < bytes)
        {
            text.Append("Thank you for the figures. The next meeting is on day ").Append(_dice.Between(1, 28)).Append(", as agreed.\r\n");
        }

        return text.ToString();
    }
}
