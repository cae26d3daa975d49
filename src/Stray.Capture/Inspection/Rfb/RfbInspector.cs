using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Rfb;

/// <summary>
/// RFB (RFC 6143 s7), the protocol of VNC, up to the server's initialisation: versions, security types, the choice among
/// them, the result, the pixel format. Ends early where another security type takes over.
/// </summary>
public sealed class RfbInspector() : FramedInspector(kept: 256)
{
    private const int VersionLength = 12;
    private const int ChallengeLength = 16;
    private const int InitialisationLength = 24;
    private const byte None = 1, VncAuthentication = 2;

    private RfbStage _server;
    private RfbStage _client;
    private int _minor;
    private byte _chosen;
    private byte[] _offered = [];
    private int _offeredCount;

    public override string Protocol => "vnc";

    public override bool LeavesEarly => true;

    public override void Reset()
    {
        base.Reset();
        _server = _client = RfbStage.Version;
        _minor = 0;
        _chosen = 0;
        _offeredCount = 0;
    }

    protected override long Measure(ReadOnlySpan<byte> head, Side side) => side == Side.Forward ? MeasureClient() : MeasureServer(head);

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head) => StopBoth();

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        if (context.Flow.Midstream || head.Length < Math.Min(length, InitialisationLength))
        {
            StopBoth();
        }
        else if (context.Side == Side.Forward)
        {
            TakeClient(context, head);
        }
        else
        {
            TakeServer(context, head);
        }
    }

    private long MeasureClient() => _client switch
    {
        RfbStage.Version => VersionLength,
        RfbStage.Choice => 1,
        RfbStage.Challenge => ChallengeLength,
        _ => NotAMessage,
    };

    private long MeasureServer(ReadOnlySpan<byte> head) => _server switch
    {
        RfbStage.Version => VersionLength,
        RfbStage.Security => _minor < 7 ? 4 : 1 + head[0],
        RfbStage.Challenge when _chosen == VncAuthentication => ChallengeLength,
        RfbStage.Result when _chosen is None or VncAuthentication => 4,
        RfbStage.Initialisation => InitialisationLength,
        _ => NotAMessage,
    };

    private void TakeClient(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        switch (_client)
        {
            case RfbStage.Version:
                CheckVersion(context, head);
                _client = _minor < 7 ? RfbStage.Challenge : RfbStage.Choice;
                break;
            case RfbStage.Choice:
                Choose(context, head);
                break;
            default:
                Stop(Side.Forward);
                break;
        }
    }

    private void TakeServer(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        switch (_server)
        {
            case RfbStage.Version:
                CheckVersion(context, head);
                _server = RfbStage.Security;
                break;
            case RfbStage.Security:
                Offer(context, head);
                break;
            case RfbStage.Challenge:
                _server = RfbStage.Result;
                break;
            case RfbStage.Result:
                TakeResult(context, head);
                break;
            default:
                CheckInitialisation(context, head);
                StopBoth();
                break;
        }
    }

    /// <summary>"RFB xxx.yyy\n"; the lower of both versions is spoken, and the client is the later to say.</summary>
    private void CheckVersion(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var text = head.Bytes;
        var sound = text.StartsWith("RFB "u8) && text[7] == (byte)'.' && text[11] == (byte)'\n'
            && !text[4..7].ContainsAnyExceptInRange((byte)'0', (byte)'9') && !text[8..11].ContainsAnyExceptInRange((byte)'0', (byte)'9');
        if (!sound)
        {
            Report(context, head, 0, VersionLength, "version is not of the form RFB 003.008");
            StopBoth();
            return;
        }

        _minor = text[6] == (byte)'3' && text[8] == (byte)'0' && text[9] == (byte)'0' ? text[10] - '0' : 8;
    }

    private void Offer(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var types = _minor < 7 ? head.Bytes[3..4] : head.Bytes[1..];
        for (var i = 0; i < types.Length; i++)
        {
            if (!IsAssigned(types[i]))
            {
                Report(context, head, (_minor < 7 ? 3 : 1) + i, 1, new FindingDetail("security type {0} is not assigned", types[i]));
            }
        }

        _offered = _offered.Length == 0 ? new byte[byte.MaxValue] : _offered;
        _offeredCount = Math.Min(types.Length, _offered.Length);
        types[.._offeredCount].CopyTo(_offered);
        _server = RfbStage.Choice;
        if (types.IsEmpty || types[0] == 0)
        {
            StopBoth(); // refused, and the reason follows
        }
        else if (_minor < 7)
        {
            Agree(types[0]);
        }
    }

    private void Choose(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (_server == RfbStage.Choice && !_offered.AsSpan(0, _offeredCount).Contains(head.Bytes[0]))
        {
            Report(context, head, 0, 1, new FindingDetail("client chose security type {0}, which was not offered", head.Bytes[0]));
        }

        Agree(head.Bytes[0]);
        Stop(Side.Forward);
    }

    private void Agree(byte type)
    {
        _chosen = type;
        if (type is not (None or VncAuthentication))
        {
            StopBoth();
        }

        _server = type == VncAuthentication ? RfbStage.Challenge : _minor < 8 ? RfbStage.Initialisation : RfbStage.Result;
    }

    private void TakeResult(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var result = BinaryPrimitives.ReadUInt32BigEndian(head.Bytes);
        if (result > 2)
        {
            Report(context, head, 0, 4, new FindingDetail("security result {0} does not exist", result));
        }

        _server = RfbStage.Initialisation;
        if (result != 0)
        {
            StopBoth();
        }
    }

    /// <summary>Width, height, a pixel format of 8, 16 or 32 bits that are not fewer than its depth, and a name.</summary>
    private static void CheckInitialisation(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        var bits = head.Bytes[4];
        if (bits is not (8 or 16 or 32) || head.Bytes[5] > bits)
        {
            Report(context, head, 4, 2, new FindingDetail("pixel format of {0} bits and depth {1}", bits, head.Bytes[5]));
        }
        else if (BinaryPrimitives.ReadUInt32BigEndian(head.Bytes[20..]) > ushort.MaxValue)
        {
            Report(context, head, 20, 4, new FindingDetail("desktop name of {0} bytes", BinaryPrimitives.ReadUInt32BigEndian(head.Bytes[20..])));
        }
    }

    /// <summary>IANA's registry of security types, with the ranges it gives to vendors.</summary>
    private static bool IsAssigned(byte type) => type is <= 38 or 113 or (>= 128 and <= 134) or 192 or 193 or 255;

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.DbOrDesktopProtocolInvalid, offset, length, detail);
}
