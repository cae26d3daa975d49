using Stray.Capture.Flows;
using Stray.Capture.Inspection.Mime;
using Stray.Capture.Inspection.PortProtocol;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Smtp;

/// <summary>
/// SMTP (RFC 5321) with pipelining (RFC 2920), chunks (RFC 3030), AUTH and STARTTLS (RFC 3207); the messages it carries go
/// to the MIME walker.
/// </summary>
public sealed class SmtpInspector() : LineInspector(LongestKept)
{
    private const int LongestKept = 2048;

    /// <summary>Senders pipeline hundreds of recipients; nobody this many.</summary>
    private const int MostPending = 1024;

    private readonly ReplyInspector _language = new("smtp");
    private readonly SmtpReplies _replies = new(MostPending);
    private readonly MailTransaction _transaction = new();
    private readonly MimeWalker _mime = new();
    private readonly LineReader _chunkLines = new(LongestKept);
    private Phase _phase;
    private long _chunkRest;
    private long _dataFrame;
    private bool _lastChunk;

    private enum Phase : byte
    {
        Commands,

        /// <summary>After DATA, up to the dot.</summary>
        Message,

        /// <summary>Within the bytes BDAT announced.</summary>
        Chunk,
    }

    public override string Protocol => "smtp";

    public override void Reset()
    {
        base.Reset();
        _language.Reset();
        _replies.Reset();
        _transaction.Clear();
        _mime.Reset();
        _chunkLines.Reset();
        _phase = Phase.Commands;
        _chunkRest = 0;
        _dataFrame = -1;
    }

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (!_replies.TlsAsked && _language.Wants(context.Side))
        {
            _language.OnStream(ref context, chunk);
        }

        base.OnStream(ref context, chunk);
    }

    public override void OnEnd(ref InspectionContext context)
    {
        if (FromStart && !IsOver)
        {
            _replies.End(context);
        }
    }

    protected override bool IsServerPort(ushort port) => port is 25 or 587 or 2525;

    protected override bool TakesBytes(Side side) => side == Client && _phase == Phase.Chunk;

    protected override int TakeBytes(scoped in InspectionContext context, scoped in StreamChunk chunk, int position)
    {
        var end = (int)Math.Min(position + _chunkRest, chunk.Bytes.Length);
        var part = new StreamChunk
        {
            Bytes = chunk.Bytes[..end],
            WireLength = end,
            Frame = chunk.Frame,
            FrameOffset = chunk.FrameOffset,
            Time = chunk.Time,
        };
        for (var at = position; at < end && _chunkLines.TryRead(part, ref at, out var line, out _);)
        {
            _mime.TakeLine(context, line);
            _chunkLines.Next();
        }

        _chunkRest -= end - position;
        if (_chunkRest == 0)
        {
            EndChunk(context);
        }

        return end - position;
    }

    protected override void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, bool fromClient)
    {
        if (!fromClient)
        {
            TakeReply(context, line);
        }
        else if (_phase == Phase.Message)
        {
            TakeText(context, line);
        }
        else
        {
            TakeCommand(context, line, end);
        }
    }

    private void EndChunk(scoped in InspectionContext context)
    {
        _phase = Phase.Commands;
        if (_lastChunk)
        {
            _chunkLines.Reset();
            _mime.End(context);
        }
    }

    private void TakeText(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        CheckPipelining(context, line);
        if (line.Length == 1 && line.Bytes[0] == (byte)'.')
        {
            _phase = Phase.Commands;
            _mime.End(context);
            Queue(context, line, SmtpVerb.EndOfData);
            return;
        }

        SmtpLengths.CheckText(context, line);
        _mime.TakeLine(context, line.Length > 0 && line.Bytes[0] == (byte)'.' ? line.Slice(1) : line);
    }

    /// <summary>RFC 2920 s3.1: DATA must be the last command of a group; what follows in its segment was sent unasked.</summary>
    private void CheckPipelining(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (_dataFrame >= 0 && line.PlaceOf(0).Frame == _dataFrame && FromStart)
        {
            line.Report(context, FindingName.SmtpTransactionInvalid, 0, Math.Max(line.Length, 1), "message sent with DATA, before the server asked for it");
        }

        _dataFrame = -1;
    }

    private void TakeCommand(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end)
    {
        if (_replies.TakeSecret(context, line) || line.Length == 0)
        {
            return;
        }

        var verb = SmtpVerbs.Of(line.Bytes);
        SmtpLengths.CheckCommand(context, line, end, verb);
        if (verb == SmtpVerb.Chunk && !TryBeginChunk(context, line, ref verb))
        {
            Queue(context, line, SmtpVerb.Other);
            return;
        }

        if (line.Length == 1 && line.Bytes[0] == (byte)'.')
        {
            Report(context, line, FindingName.SmtpTransactionInvalid, "end of a message without DATA");
        }

        CheckOrder(context, line, verb);
        Queue(context, line, verb);
        if (verb == SmtpVerb.Data)
        {
            _phase = Phase.Message;
            _dataFrame = line.PlaceOf(line.Length - 1).Frame;
            _mime.Begin();
        }
    }

    private void CheckOrder(scoped in InspectionContext context, scoped in PlacedBytes line, SmtpVerb verb)
    {
        var flaw = verb == SmtpVerb.LastChunk ? _transaction.Send(SmtpVerb.Chunk) : _transaction.Send(verb);
        if (flaw.Text is { } text)
        {
            Report(context, line, flaw.Name, text);
        }

        if (verb == SmtpVerb.LastChunk)
        {
            _transaction.Clear();
        }

        if (_replies.TlsAsked && verb != SmtpVerb.StartTls && _replies.TlsFrame == line.PlaceOf(0).Frame)
        {
            Report(context, line, FindingName.StarttlsViolation, "command in the clear right behind STARTTLS");
        }
    }

    private bool TryBeginChunk(scoped in InspectionContext context, scoped in PlacedBytes line, ref SmtpVerb verb)
    {
        if (!ChunkCommand.TryParse(line.Bytes, out var command))
        {
            line.Report(context, FindingName.SmtpBdatInvalid, 0, line.Length, "BDAT names no chunk size, or more than that");
            return false;
        }

        if (!_mime.IsOpen)
        {
            _mime.Begin();
        }

        verb = command.IsLast ? SmtpVerb.LastChunk : SmtpVerb.Chunk;
        _chunkRest = command.Size;
        _lastChunk = command.IsLast;
        _phase = Phase.Chunk;
        if (command.Size == 0)
        {
            EndChunk(context);
        }

        return true;
    }

    private void TakeReply(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        var reply = _replies.Take(context, line, FromStart, out var verb);
        if (!reply)
        {
            return;
        }

        _transaction.Answer(verb, _replies.Code);
        if (verb == SmtpVerb.Data && _replies.Code != 354 && _phase == Phase.Message)
        {
            _phase = Phase.Commands; // refused: what the client says next are commands again
        }

        if (verb == SmtpVerb.StartTls && _replies.Code == 220)
        {
            ExpectTls();
        }
    }

    private void Queue(scoped in InspectionContext context, scoped in PlacedBytes line, SmtpVerb verb)
    {
        if (!_replies.TryExpect(verb, line))
        {
            line.Report(context, FindingName.ProtocolStateExhaustion, 0, line.Length, new FindingDetail("{0} commands without a reply", MostPending));
            Stop();
        }
    }

    private void Report(scoped in InspectionContext context, scoped in PlacedBytes line, FindingName name, string text)
    {
        if (FromStart)
        {
            line.Report(context, name, 0, Math.Max(line.Length, 1), text);
        }
    }
}
