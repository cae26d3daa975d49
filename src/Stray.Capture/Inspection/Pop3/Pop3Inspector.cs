using System.Buffers;
using System.Text;
using Stray.Capture.Inspection.Mime;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Pop3;

/// <summary>POP3 (RFC 1939, 2449): commands, their replies and what those list.</summary>
public sealed class Pop3Inspector() : LineInspector(LongestKept)
{
    private const int LongestKept = 2048;

    /// <summary>RFC 2449 s4, with the line's end: 255 for a command, 512 for a reply's first line.</summary>
    private const int LongestCommand = 253;
    private const int LongestReply = 510;
    private const int MostPending = 128;

    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=*"u8);

    private readonly CommandQueue _pending = new(MostPending);
    private readonly MimeWalker _mime = new();
    private bool _greeted;
    private bool _inListing;
    private bool _inAuth;
    private bool _secretDue;

    public override string Protocol => "pop3";

    public override void Reset()
    {
        base.Reset();
        _pending.Clear();
        _mime.Reset();
        _greeted = _inListing = _inAuth = _secretDue = false;
    }

    protected override bool IsServerPort(ushort port) => port == 110;

    protected override void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, bool fromClient)
    {
        if (!FromStart)
        {
            Stop(); // without its command a reply's shape is unknown
        }
        else if (!fromClient)
        {
            TakeReply(context, line);
        }
        else if (_inAuth)
        {
            TakeSecret(context, line);
        }
        else if (line.Length > 0)
        {
            TakeCommand(context, line);
        }
    }

    private void TakeSecret(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (_secretDue && line.Bytes.ContainsAnyExcept(Base64))
        {
            Report(context, line, "answer to AUTH is not base64");
        }

        _secretDue = false;
    }

    private void TakeCommand(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (line.Length > LongestCommand)
        {
            line.Report(context, FindingName.LineLengthExceeded, 0, line.Length, new FindingDetail("command line of {0} bytes or more", line.Length));
        }

        var space = line.Bytes.IndexOf((byte)' ');
        var word = space < 0 ? line.Bytes : line.Bytes[..space];
        var arguments = Arguments(space < 0 ? default : line.Bytes[space..]);
        var verb = Pop3Verb.Foreign;
        if (!Pop3Command.TryFind(word, out var command))
        {
            CheckForeign(context, line, word);
        }
        else
        {
            verb = command.Verb == Pop3Verb.ListingOrLine ? arguments > 0 ? Pop3Verb.Other : Pop3Verb.Listing : command.Verb;
            if (arguments < command.Least || arguments > command.Most)
            {
                line.Report(context, FindingName.LineProtocolViolation, 0, line.Length,
                    new FindingDetail("{0} arguments, which the command does not take", arguments));
            }
        }

        _inAuth = verb == Pop3Verb.Auth && arguments > 0;
        Queue(context, line, verb);
    }

    private static void CheckForeign(scoped in InspectionContext context, scoped in PlacedBytes line, ReadOnlySpan<byte> word)
    {
        var extension = word.Length > 0 && word[0] is (byte)'X' or (byte)'x' || Ascii.EqualsIgnoreCase(word, "IMPLEMENTATION"u8);
        if (!extension)
        {
            Report(context, line, line.Bytes[0] is (byte)'+' or (byte)'-' ? "client sends a server's reply" : "command POP3 does not have");
        }
    }

    private void Queue(scoped in InspectionContext context, scoped in PlacedBytes line, Pop3Verb verb)
    {
        if (!_pending.TryAdd((byte)verb))
        {
            line.Report(context, FindingName.ProtocolStateExhaustion, 0, line.Length, new FindingDetail("{0} commands without a reply", MostPending));
            Report(context, line, "more commands without a reply than any client sends");
            Stop();
        }
    }

    private void TakeReply(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (_inListing)
        {
            TakeListed(context, line);
            return;
        }

        if (line.Length > LongestReply)
        {
            line.Report(context, FindingName.LineLengthExceeded, 0, line.Length, new FindingDetail("reply of {0} bytes or more", line.Length));
        }

        var positive = line.Bytes.StartsWith("+OK"u8);
        if (!positive && !line.Bytes.StartsWith("-ERR"u8))
        {
            TakeOther(context, line);
        }
        else if (!_greeted)
        {
            _greeted = true;
        }
        else if (!_pending.TryTake(out var verb))
        {
            // An error or farewell of the server's own, or a command we have not seen yet: not to be guessed over.
            Stop();
        }
        else
        {
            Answer((Pop3Verb)verb, positive);
        }
    }

    private void Answer(Pop3Verb verb, bool positive)
    {
        _inAuth = false;
        if (!positive)
        {
            return;
        }

        if (verb == Pop3Verb.StartTls)
        {
            ExpectTls();
        }
        else if (verb == Pop3Verb.Foreign)
        {
            Stop();
        }
        else if (verb is Pop3Verb.Listing or Pop3Verb.Message)
        {
            _inListing = true;
            if (verb == Pop3Verb.Message)
            {
                _mime.Begin();
            }
        }
    }

    private void TakeListed(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (line.Length == 1 && line.Bytes[0] == (byte)'.')
        {
            _inListing = false;
            _mime.End(context);
        }
        else
        {
            _mime.TakeLine(context, line.Length > 0 && line.Bytes[0] == (byte)'.' ? line.Slice(1) : line);
        }
    }

    /// <summary>"+ " asks for a line of AUTH. A list of mechanisms may answer AUTH alone (an old habit).</summary>
    private void TakeOther(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (line.Length > 0 && line.Bytes[0] == (byte)'+')
        {
            _secretDue = true;
        }
        else if (_pending.TryPeek(out var verb) && (Pop3Verb)verb is Pop3Verb.Foreign or Pop3Verb.Auth)
        {
            Stop();
        }
        else if (line.Length > 0)
        {
            Report(context, line, "server's line is no reply");
            Stop();
        }
    }

    private static int Arguments(ReadOnlySpan<byte> text)
    {
        var count = 0;
        for (text = text.Trim((byte)' '); !text.IsEmpty; count++)
        {
            var space = text.IndexOf((byte)' ');
            text = space < 0 ? default : text[space..].TrimStart((byte)' ');
        }

        return count;
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes line, string text) =>
        line.Report(context, FindingName.LineProtocolViolation, 0, line.Length, text);
}
