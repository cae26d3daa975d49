using System.Buffers.Text;
using System.Text;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Imap;

/// <summary>IMAP (RFC 9051): lines and the literals within them; a tag before each command; STARTTLS.</summary>
public sealed class ImapInspector() : LineInspector(LongestKept)
{
    private const int LongestKept = 8192;

    private readonly long[] _literal = new long[2];

    /// <summary>The line goes on after a literal: it begins with neither tag nor star.</summary>
    private readonly bool[] _continues = new bool[2];
    private readonly byte[] _tlsTag = new byte[32];
    private int _tlsTagLength;
    private bool _freeInput;

    public override string Protocol => "imap";

    public override void Reset()
    {
        base.Reset();
        _literal.AsSpan().Clear();
        _continues.AsSpan().Clear();
        _tlsTagLength = 0;
        _freeInput = false;
    }

    protected override bool IsServerPort(ushort port) => port == 143;

    protected override bool TakesBytes(Side side) => _literal[(int)side] > 0;

    protected override int TakeBytes(scoped in InspectionContext context, scoped in StreamChunk chunk, int position)
    {
        ref var literal = ref _literal[(int)context.Side];
        var taken = (int)Math.Min(literal, chunk.Bytes.Length - position);
        literal -= taken;
        return taken;
    }

    protected override void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, bool fromClient)
    {
        ref var continues = ref _continues[(int)context.Side];
        var begins = !continues;
        var literal = LiteralOf(line.Bytes);
        continues = literal >= 0;
        _literal[(int)context.Side] = Math.Max(literal, 0);
        if (!FromStart || line.Length == 0 || !begins)
        {
            return;
        }

        if (fromClient)
        {
            TakeCommand(context, line);
        }
        else
        {
            TakeResponse(context, line);
        }
    }

    private void TakeCommand(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        var space = line.Bytes.IndexOf((byte)' ');
        if (_freeInput || space <= 0)
        {
            return; // an answer to AUTHENTICATE, or DONE after IDLE
        }

        if (line.Bytes.Contains((byte)0))
        {
            line.Report(context, FindingName.LineProtocolViolation, line.Bytes.IndexOf((byte)0), 1, "NUL in a command");
        }

        var command = line.Bytes[(space + 1)..];
        _freeInput = Recognition.Text.Begins(command, "AUTHENTICATE"u8) == ProbeResult.Yes;
        if (Ascii.EqualsIgnoreCase(command.TrimEnd((byte)' '), "STARTTLS"u8) && space <= _tlsTag.Length)
        {
            line.Bytes[..space].CopyTo(_tlsTag);
            _tlsTagLength = space;
        }
    }

    private void TakeResponse(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        if (line.Bytes[0] is (byte)'*' or (byte)'+')
        {
            return;
        }

        _freeInput = false;
        var space = line.Bytes.IndexOf((byte)' ');
        var status = space < 0 ? default : line.Bytes[(space + 1)..];
        if (!IsStatus(status))
        {
            line.Report(context, FindingName.LineProtocolViolation, 0, line.Length, "server's line is no response");
            Stop();
            return;
        }

        if (_tlsTagLength > 0 && line.Bytes[..space].SequenceEqual(_tlsTag.AsSpan(0, _tlsTagLength)))
        {
            _tlsTagLength = 0;
            AnswerTls(context, line, status);
        }
    }

    private void AnswerTls(scoped in InspectionContext context, scoped in PlacedBytes line, ReadOnlySpan<byte> status)
    {
        if (Recognition.Text.Begins(status, "OK"u8) == ProbeResult.Yes)
        {
            ExpectTls();
        }
        else
        {
            line.Report(context, FindingName.StarttlsViolation, 0, line.Length, "STARTTLS rejected");
        }
    }

    private static bool IsStatus(ReadOnlySpan<byte> text) => Recognition.Text.BeginsAny(text, "OK|NO|BAD|PREAUTH|BYE"u8) == ProbeResult.Yes;

    /// <summary>Length of the literal a line ends with, {n} or {n+} (RFC 9051 s4.3), else -1.</summary>
    private static long LiteralOf(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[^1] != (byte)'}')
        {
            return -1;
        }

        var open = line.LastIndexOf((byte)'{');
        return open >= 0 && Utf8Parser.TryParse(line[(open + 1)..], out long length, out var used) && length >= 0
            && line[(open + 1 + used)..] is [(byte)'}'] or [(byte)'+', (byte)'}'] or [(byte)'-', (byte)'}'] ? length : -1;
    }
}
