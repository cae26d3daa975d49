using System.Buffers;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Smtp;

/// <summary>The server's replies, matched with the commands they answer in order.</summary>
internal sealed class SmtpReplies(int mostPending)
{
    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=* "u8);

    private readonly ReplyReader _reader = new(strict: true);
    private readonly CommandQueue _pending = new(mostPending);
    private bool _greeted;
    private bool _secretDue;
    private int _unasked;
    private StreamPlace _unaskedPlace;

    public int Code => _reader.Code;

    /// <summary>STARTTLS was sent, in <see cref="TlsFrame"/>.</summary>
    public bool TlsAsked { get; private set; }

    public long TlsFrame { get; private set; }

    /// <summary>LMTP answers a message once for each recipient (RFC 2033 s4.2): replies cannot be counted.</summary>
    private bool Uncounted { get; set; }

    public void Reset()
    {
        _reader.Reset();
        _pending.Clear();
        _greeted = _secretDue = TlsAsked = Uncounted = false;
        _unasked = 0;
    }

    public bool TryExpect(SmtpVerb verb, scoped in PlacedBytes line)
    {
        if (verb == SmtpVerb.StartTls)
        {
            TlsAsked = true;
            TlsFrame = line.PlaceOf(0).Frame;
        }

        Uncounted |= verb == SmtpVerb.Hello && line.Bytes[0] is (byte)'L' or (byte)'l';
        return _pending.TryAdd((byte)verb);
    }

    /// <summary>The server asked for a line of AUTH (334): it is no command, but is answered like one.</summary>
    public bool TakeSecret(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (!_secretDue)
        {
            return false;
        }

        _secretDue = false;
        if (line.Bytes.ContainsAnyExcept(Base64))
        {
            line.Report(context, FindingName.SmtpTransactionInvalid, 0, line.Length, "answer to AUTH is not base64");
        }

        return _pending.TryAdd((byte)SmtpVerb.Auth);
    }

    /// <summary>True when the line ends a reply to <paramref name="verb"/>.</summary>
    public bool Take(scoped in InspectionContext context, scoped in PlacedBytes line, bool fromStart, out SmtpVerb verb)
    {
        verb = SmtpVerb.Other;
        switch (_reader.Read(line.Bytes))
        {
            case ReplyLine.Invalid or ReplyLine.ForeignCode when line.Length > 0:
                line.Report(context, FindingName.SmtpTransactionInvalid, 0, Math.Min(line.Length, 4), "server's line is no reply, or another one's");
                return false;
            case ReplyLine.Final:
                break;
            default:
                return false;
        }

        if (Code is < 200 or > 599)
        {
            line.Report(context, FindingName.SmtpTransactionInvalid, 0, 3, new FindingDetail("reply code {0}, which SMTP has not", Code));
        }

        return _greeted ? Match(context, line, out verb) : Greet(context, line, fromStart);
    }

    /// <summary>
    /// Replies that no command asked for count only now: when the capture lost a client's segment for a while, its reply
    /// is seen before it.
    /// </summary>
    public void End(scoped in InspectionContext context)
    {
        if (_unasked > 0 && _pending.Count == 0 && !Uncounted)
        {
            context.ReportAt(
                FindingName.SmtpTransactionInvalid, _unaskedPlace.Frame, _unaskedPlace.Offset, Math.Min(3, _unaskedPlace.Length), _unaskedPlace.Time,
                new FindingDetail("{0} replies more than commands", _unasked));
        }
    }

    private bool Greet(scoped in InspectionContext context, scoped in PlacedBytes line, bool fromStart)
    {
        _greeted = true;
        if (fromStart && Code is not 220 && Code < 400)
        {
            line.Report(context, FindingName.SmtpTransactionInvalid, 0, 3, new FindingDetail("first reply is {0} instead of a welcome", Code));
        }

        return !fromStart && _pending.TryTake(out _);
    }

    private bool Match(scoped in InspectionContext context, scoped in PlacedBytes line, out SmtpVerb verb)
    {
        verb = SmtpVerb.Other;
        if (!_pending.TryTake(out var command))
        {
            // An error that ends the connection needs no command.
            if (Code < 400 && _unasked++ == 0)
            {
                _unaskedPlace = line.PlaceOf(0);
            }

            return false;
        }

        verb = (SmtpVerb)command;
        _secretDue = verb == SmtpVerb.Auth && Code == 334;
        Check(context, line, verb);
        return true;
    }

    private void Check(scoped in InspectionContext context, scoped in PlacedBytes line, SmtpVerb verb)
    {
        if (verb == SmtpVerb.StartTls && Code != 220)
        {
            line.Report(context, FindingName.StarttlsViolation, 0, 3, new FindingDetail("STARTTLS rejected with {0}", Code));
        }
        else if (verb == SmtpVerb.Data && (Code is 500 or 502 or 503 || (Code is < 400 and not 354)))
        {
            line.Report(context, FindingName.SmtpTransactionInvalid, 0, 3, new FindingDetail("DATA answered with {0}", Code));
        }
    }
}
