using System.Buffers;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.PortProtocol;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Ftp;

/// <summary>FTP's control connection (RFC 959, 2228, 2428, 4217): commands, replies, and where the data is to go.</summary>
public sealed class FtpInspector() : LineInspector(LongestLine)
{
    /// <summary>A path of 4096 bytes with a command before it.</summary>
    private const int LongestLine = 4400;
    private const int LongestArgument = 4096;
    private const int LongestName = 128;

    /// <summary>Commands have three or four letters (RFC 959 s5.3), checksums some more.</summary>
    private const int LongestWord = 32;

    /// <summary>Data channels asked for without a transfer.</summary>
    private const int MostChannels = 100;

    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    private readonly ReplyReader _reply = new(strict: false);
    private readonly ReplyInspector _language = new("ftp");
    private int _pending;
    private int _channels;
    private bool _channelSeen;
    private bool _tlsAsked;
    private bool _greeted;

    public override string Protocol => "ftp";

    public override void Reset()
    {
        base.Reset();
        _reply.Reset();
        _language.Reset();
        _pending = _channels = 0;
        _channelSeen = _tlsAsked = _greeted = false;
    }

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (!_tlsAsked && _language.Wants(context.Side))
        {
            _language.OnStream(ref context, chunk);
        }

        base.OnStream(ref context, chunk);
    }

    protected override bool IsServerPort(ushort port) => port is 21 or 2121;

    protected override void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, bool fromClient)
    {
        if (line.Length == 0)
        {
            return;
        }

        if (end == LineEnd.TooLong || (!fromClient && line.Length > LongestArgument))
        {
            line.Report(context, FindingName.LineLengthExceeded, 0, line.Length, new FindingDetail("line of {0} bytes or more", line.Length));
        }

        if (fromClient)
        {
            TakeCommand(context, line);
        }
        else
        {
            TakeReply(context, line);
        }
    }

    private void TakeCommand(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        var command = FtpCommand.Of(line.Bytes);
        if (!command.IsWord)
        {
            line.Report(context, FindingName.FtpMessageMalformed, command.Start, Math.Max(1, command.Word.Length), "command does not begin with a word");
            return;
        }

        CheckLengths(context, line, command);
        CheckChannel(context, line, command);
        CheckArgument(context, line, command);
        _tlsAsked |= command.Is("AUTH"u8);
        if (FromStart && _greeted && ++_pending > 1 && !command.Interrupts)
        {
            line.Report(context, FindingName.ProtocolStateExhaustion, 0, line.Length,
                new FindingDetail("{0} commands without a reply; clients wait for each", _pending));
        }
    }

    private static void CheckLengths(scoped in InspectionContext context, scoped in PlacedBytes line, scoped in FtpCommand command)
    {
        var limit = command.Is("USER"u8) || command.Is("PASS"u8) ? LongestName : LongestArgument;
        if (command.Word.Length > LongestWord)
        {
            line.Report(context, FindingName.LineLengthExceeded, command.Start, command.Word.Length,
                new FindingDetail("command of {0} letters", command.Word.Length));
        }
        else if (command.Argument.Length > limit)
        {
            line.Report(context, FindingName.LineLengthExceeded, command.ArgumentStart, command.Argument.Length,
                new FindingDetail("argument of {0} bytes, more than {1}", command.Argument.Length, limit));
        }
    }

    private void CheckChannel(scoped in InspectionContext context, scoped in PlacedBytes line, scoped in FtpCommand command)
    {
        if (command.OpensChannel)
        {
            _channelSeen = true;
            if (++_channels == MostChannels + 1)
            {
                line.Report(context, FindingName.FtpDataChannelViolation, 0, line.Length,
                    new FindingDetail("{0} data channels asked for without a transfer", _channels));
            }
        }
        else if (command.MovesFile && command.Argument.Trim((byte)' ').IsEmpty)
        {
            line.Report(context, FindingName.FtpDataChannelViolation, 0, line.Length, "transfer of a file without a name");
        }
        else if (command.Transfers)
        {
            _channels = 0;
            if (FromStart && !_channelSeen)
            {
                line.Report(context, FindingName.FtpDataChannelViolation, 0, line.Length, "transfer before any PORT or PASV");
            }
        }
    }

    private static void CheckArgument(scoped in InspectionContext context, scoped in PlacedBytes line, scoped in FtpCommand command)
    {
        var extended = command.Is("EPRT"u8);
        if (command.Is("PORT"u8) || extended)
        {
            var argument = command.Argument;
            if (!(extended ? DataPort.TryParseExtended(argument, out var port) : DataPort.TryParsePort(argument, out port)))
            {
                line.Report(context, FindingName.FtpMessageMalformed, 0, line.Length, "argument names no address and port");
            }
            else if (!context.Flow.Midstream && port.IsThirdParty(context.Flow.Source))
            {
                line.Report(context, FindingName.FtpDataChannelViolation, command.ArgumentStart, argument.Length, "data is to go to a third party");
            }
            else if (port.Port is > 0 and < 1024)
            {
                line.Report(context, FindingName.FtpDataChannelViolation, command.ArgumentStart, argument.Length,
                    new FindingDetail("data is to go to the well-known port {0}", port.Port));
            }
        }
        else if (command.Is("ADAT"u8) && command.Argument.ContainsAnyExcept(Base64))
        {
            line.Report(context, FindingName.FtpMessageMalformed, command.ArgumentStart, command.Argument.Length, "security data is not base64");
        }
    }

    private void TakeReply(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        switch (_reply.Read(line.Bytes))
        {
            case ReplyLine.Final:
                TakeCode();
                break;
            case ReplyLine.ForeignCode:
                line.Report(context, FindingName.FtpMessageMalformed, 0, 3, "another reply's number within a reply of several lines");
                break;
            case ReplyLine.Invalid:
                line.Report(context, FindingName.FtpMessageMalformed, 0, Math.Min(line.Length, 4), "reply does not begin with a reply code");
                break;
        }
    }

    private void TakeCode()
    {
        if (_reply.Code < 200 && _greeted)
        {
            return; // preliminary: another one follows
        }

        _pending -= _greeted && _pending > 0 ? 1 : 0;
        _greeted = true;
        if (_tlsAsked && _reply.Code == 234)
        {
            ExpectTls();
        }
    }
}
