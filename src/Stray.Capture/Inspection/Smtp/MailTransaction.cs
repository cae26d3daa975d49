using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Smtp;

/// <summary>
/// The order of one connection's mail commands: MAIL, RCPT, then DATA or BDAT (RFC 5321 s4.1.4, RFC 3030 s2). What the
/// server has accepted matters for what may not come again; what was sent, for what may come next, as senders pipeline.
/// </summary>
internal sealed class MailTransaction
{
    private bool _mailSent;
    private bool _mailAccepted;
    private bool _recipientSent;
    private bool _chunkSent;
    private bool _chunkAccepted;

    public void Clear() => _mailSent = _mailAccepted = _recipientSent = _chunkSent = _chunkAccepted = false;

    /// <returns>The rule that the client's command breaks, if any.</returns>
    public (FindingName Name, string? Text) Send(SmtpVerb verb)
    {
        var flaw = verb switch
        {
            SmtpVerb.Mail or SmtpVerb.Quit when _chunkAccepted => (FindingName.SmtpBdatInvalid, "transaction ends without a chunk marked LAST"),
            SmtpVerb.Mail when _mailAccepted => (FindingName.SmtpTransactionInvalid, "MAIL within a mail transaction"),
            SmtpVerb.Recipient when !_mailSent => (FindingName.SmtpTransactionInvalid, "RCPT before MAIL"),
            SmtpVerb.Data when _chunkSent => (FindingName.SmtpBdatInvalid, "DATA in a transaction that uses BDAT"),
            SmtpVerb.Data when !_mailSent => (FindingName.SmtpTransactionInvalid, "DATA before MAIL"),
            SmtpVerb.Data when !_recipientSent => (FindingName.SmtpTransactionInvalid, "DATA before RCPT"),
            SmtpVerb.Chunk when !_mailSent => (FindingName.SmtpTransactionInvalid, "BDAT before MAIL"),
            _ => default,
        };
        Advance(verb);
        return flaw;
    }

    public void Answer(SmtpVerb verb, int code)
    {
        if (verb == SmtpVerb.Mail)
        {
            _mailAccepted = code / 100 == 2 && _mailSent;
        }
        else if (verb == SmtpVerb.Chunk)
        {
            _chunkAccepted = code / 100 == 2 && _chunkSent;
        }
    }

    private void Advance(SmtpVerb verb)
    {
        switch (verb)
        {
            case SmtpVerb.Mail:
                Clear();
                _mailSent = true;
                break;
            case SmtpVerb.Recipient:
                _recipientSent = true;
                break;
            case SmtpVerb.Chunk:
                _chunkSent = true;
                break;
            case SmtpVerb.Hello or SmtpVerb.Reset or SmtpVerb.Data or SmtpVerb.LastChunk:
                Clear();
                break;
        }
    }
}
