using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection;

/// <summary>
/// What the inspectors of protocols in lines share: each side cut into lines, the client told apart, TLS after STARTTLS.
/// A gap ends the inspection: which reply belongs to which command cannot be known afterwards.
/// </summary>
/// <param name="longestLine">Longer lines are shown cut, with <see cref="LineEnd.TooLong"/>.</param>
public abstract class LineInspector(int longestLine) : ProtocolInspector
{
    /// <summary>First byte of a TLS handshake record, and of a hello in SSL 2's format (RFC 5246 E.2).</summary>
    private const byte TlsHandshake = 0x16;
    private const byte Ssl2Hello = 0x80;

    private readonly LineReader[] _readers = [new(longestLine), new(longestLine)];
    private bool _begun;
    private bool _awaitsTls;

    /// <summary>Bytes of either side are missing, or nothing more is to be learnt.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>The flow was seen from its first byte on: rules about the order of messages apply.</summary>
    protected bool FromStart { get; private set; }

    protected Side Client { get; private set; }

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        _readers[0].Reset();
        _readers[1].Reset();
        _begun = _awaitsTls = IsOver = FromStart = false;
        Client = Side.Forward;
    }

    public override bool Wants(Side side) => !IsOver;

    public override void OnGap(ref InspectionContext context, long bytes) => Stop();

    public override void OnStream(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        Begin(context.Flow);
        for (var position = 0; position < chunk.Bytes.Length && !IsOver && !context.App.SwitchRequested;)
        {
            if (_awaitsTls)
            {
                TakeTls(context, chunk, ref position);
            }
            else if (TakesBytes(context.Side))
            {
                position += TakeBytes(context, chunk, position);
            }
            else if (_readers[(int)context.Side].TryRead(chunk, ref position, out var line, out var end))
            {
                var fromClient = context.Side == Client;
                TakeLine(context, line, end, fromClient);
                _readers[(int)context.Side].Next();
            }
        }

        if (chunk.WireLength > chunk.Bytes.Length)
        {
            Stop();
        }
    }

    protected abstract bool IsServerPort(ushort port);

    protected abstract void TakeLine(scoped in InspectionContext context, scoped in PlacedBytes line, LineEnd end, bool fromClient);

    /// <summary>Whether the side's next bytes are counted content rather than lines.</summary>
    protected virtual bool TakesBytes(Side side) => false;

    /// <summary>Takes content from <paramref name="position"/> on and says how many bytes, at least one.</summary>
    protected virtual int TakeBytes(scoped in InspectionContext context, scoped in StreamChunk chunk, int position) =>
        chunk.Bytes.Length - position;

    /// <summary>The server has agreed to TLS: the client's next byte must begin it (RFC 3207 s4, RFC 2595, RFC 4217).</summary>
    protected void ExpectTls() => _awaitsTls = true;

    protected void Stop()
    {
        IsOver = true;
        _readers[0].Reset();
        _readers[1].Reset();
    }

    private void Begin(in FlowState flow)
    {
        if (_begun)
        {
            return;
        }

        _begun = true;
        FromStart = !flow.Midstream;
        Client = flow.Midstream && IsServerPort(flow.SourcePort) && !IsServerPort(flow.DestinationPort) ? Side.Backward : Side.Forward;
    }

    private void TakeTls(scoped in InspectionContext context, scoped in StreamChunk chunk, ref int position)
    {
        if (context.Side != Client)
        {
            position = chunk.Bytes.Length; // nothing is due from the server before the client's hello
            return;
        }

        _awaitsTls = false;
        if (chunk.Bytes[position] is TlsHandshake or Ssl2Hello)
        {
            context.App.SwitchTo("tls", position);
            return;
        }

        context.Report(
            FindingName.StarttlsViolation, chunk, position, Math.Min(chunk.Bytes.Length - position, 16), "TLS was agreed on, but does not follow");
    }
}
