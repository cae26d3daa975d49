using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Postgres;

/// <summary>
/// PostgreSQL's frontend/backend protocol 3 (its manual, s55.2, s55.7): the startup packet, then messages of a known type
/// and a length that covers itself. Ends where TLS or GSSAPI begins.
/// </summary>
public sealed class PostgresInspector() : FramedInspector(kept: 64)
{
    private const int TypeLength = 1;
    private const int LengthLength = 4;
    private const uint LongestStartup = 10_000;
    private const uint LongestMessage = 0x3FFF_FFFF;
    private const uint CancelRequest = 80877102, SslRequest = 80877103, GssRequest = 80877104;

    private bool _started;
    private bool _encryptionAsked;

    public override string Protocol => "postgres";

    public override bool LeavesEarly => true;

    private static ReadOnlySpan<byte> FrontendTypes => "BCDEFHPQSXcdfp"u8;

    private static ReadOnlySpan<byte> BackendTypes => "123ACDEGHIKNRSTVWZcdnstv"u8;

    public override void Reset()
    {
        base.Reset();
        _started = _encryptionAsked = false;
    }

    protected override long Measure(ReadOnlySpan<byte> head, Side side)
    {
        if (side == Side.Forward && !_started)
        {
            return head.Length < LengthLength ? MoreNeeded
                : BinaryPrimitives.ReadUInt32BigEndian(head) is >= 8 and <= LongestStartup and var startup ? startup : NotAMessage;
        }

        if (side == Side.Backward && _encryptionAsked && head[0] is (byte)'S' or (byte)'N' or (byte)'G')
        {
            return 1;
        }

        if (!(side == Side.Forward ? FrontendTypes : BackendTypes).Contains(head[0]))
        {
            return NotAMessage;
        }

        if (head.Length < TypeLength + LengthLength)
        {
            return MoreNeeded;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(head[TypeLength..]);
        return length is < LengthLength or > LongestMessage ? NotAMessage : TypeLength + length;
    }

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (_encryptionAsked || !InStep(context))
        {
            return;
        }

        var startup = context.Side == Side.Forward && !_started;
        var at = startup ? 0 : TypeLength;
        if (head.Length >= at + LengthLength && (startup || IsType(context.Side, head.Bytes[0])))
        {
            Report(context, head, at, LengthLength, new FindingDetail("length {0} is impossible", BinaryPrimitives.ReadUInt32BigEndian(head.Bytes[at..])));
        }
        else
        {
            Report(context, head, 0, 1, new FindingDetail("message type {0:X2} does not exist", head.Bytes[0]));
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (context.Side == Side.Backward)
        {
            TakeAnswer(head, length);
        }
        else if (!_started)
        {
            TakeStartup(context, head);
        }
    }

    /// <summary>One byte answers a request for encryption: N declines, the others are followed by it.</summary>
    private void TakeAnswer(scoped in PlacedBytes head, long length)
    {
        if (length == 1 && head.Bytes[0] != (byte)'N')
        {
            StopBoth();
        }

        _encryptionAsked = false;
    }

    private void TakeStartup(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (head.Length < 8)
        {
            Stop(Side.Forward);
            return;
        }

        var code = BinaryPrimitives.ReadUInt32BigEndian(head.Bytes[LengthLength..]);
        switch (code)
        {
            case SslRequest or GssRequest:
                _encryptionAsked = true;
                break;
            case CancelRequest:
                StopBoth();
                break;
            case var version when version >> 16 == 3:
                _started = true;
                break;
            default:
                StopBoth();
                if (InStep(context) && !_encryptionAsked && code >> 16 != 2)
                {
                    Report(context, head, LengthLength, 4, new FindingDetail("protocol version {0}.{1} does not exist", code >> 16, code & 0xFFFF));
                }

                break;
        }
    }

    private static bool IsType(Side side, byte type) => (side == Side.Forward ? FrontendTypes : BackendTypes).Contains(type);

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.DbOrDesktopProtocolInvalid, offset, length, detail);
}
