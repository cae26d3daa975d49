using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Mqtt;

/// <summary>
/// MQTT 3.1, 3.1.1 and 5: fixed headers, CONNECT, quality of service, and the order of messages — CONNECT first and once,
/// no acknowledgment of what nobody sent.
/// </summary>
public sealed class MqttInspector() : FramedInspector(kept: 1024)
{
    private readonly MqttReplies _replies = new();
    private int _level;
    private int _connects;

    /// <summary>First message that came without CONNECT, and whether anything but keep-alives did.</summary>
    private StreamPlace _early;
    private Side _earlySide;
    private int _earlyType;
    private int _earlyCount;
    private bool _onlyPings = true;

    public override string Protocol => "mqtt";

    public override void Reset()
    {
        base.Reset();
        _replies.Reset();
        _level = _connects = _earlyType = _earlyCount = 0;
        _early = default;
        _onlyPings = true;
    }

    /// <summary>What only the end shows: messages never introduced, acknowledgments of nothing.</summary>
    public override void OnEnd(ref InspectionContext context)
    {
        var complete = IsComplete(context, Side.Forward) && IsComplete(context, Side.Backward);
        if (_connects == 0 && _earlyType != 0 && (complete || (context.Flow.Midstream && _onlyPings && _earlyCount <= 2)))
        {
            context.ReportAt(FindingName.MqttMessageInvalid, _early.Frame, _early.Offset, 2, _early.Time,
                new FindingDetail("packet of type {0} without CONNECT", _earlyType));
        }
        else if (complete && _connects > 0 && _replies.TryUnmatched(out var type, out var id, out var place))
        {
            context.ReportAt(FindingName.MqttMessageInvalid, place.Frame, place.Offset, 2, place.Time,
                new FindingDetail("packet of type {0} acknowledges {1}, which nobody sent", type, id));
        }
    }

    protected override long Measure(ReadOnlySpan<byte> head, Side side) =>
        !MqttHeader.TryRead(head, out var header) ? MoreNeeded : header.Remaining < 0 ? NotAMessage : header.Length + header.Remaining;

    protected override void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head)
    {
        if (InStep(context))
        {
            Report(context, head, 1, 4, "remaining length goes on after four bytes");
        }
    }

    protected override void Inspect(scoped in InspectionContext context, scoped in PlacedBytes head, long length)
    {
        _ = MqttHeader.TryRead(head.Bytes, out var header);
        var known = header.Type != 0 && (header.Type != MqttType.Authenticate || _level is 0 or 5);
        if (!known)
        {
            Refuse(context, head, 0, new FindingDetail("packet type {0} is not assigned", header.Type));
            return;
        }

        CheckOrder(context, head, header.Type);
        if (header.Type == MqttType.Publish && header.QualityOfService == 3)
        {
            Refuse(context, head, 0, "quality of service 3 does not exist");
        }
        else if (IsFlagsWrong(header))
        {
            Refuse(context, head, 0, new FindingDetail("flags {0:X} are not those of packet type {1}", header.Flags, header.Type));
        }
        else if (IsTooShort(header))
        {
            Refuse(context, head, header.Length - 1, new FindingDetail("{0} bytes cannot hold a packet of type {1}", header.Remaining, header.Type));
        }
        else
        {
            CheckContent(context, head, header);
        }
    }

    /// <summary>A packet this wrong on a stream joined in its middle is only the middle of another packet.</summary>
    private void Refuse(scoped in InspectionContext context, scoped in PlacedBytes head, int offset, FindingDetail detail)
    {
        if (InStep(context))
        {
            Report(context, head, offset, 1, detail);
        }
        else
        {
            Stop(context.Side);
        }
    }

    /// <summary>MQTT 3.1.1 s3.1: the first packet is CONNECT, and a second one a violation.</summary>
    private void CheckOrder(scoped in InspectionContext context, scoped in PlacedBytes head, int type)
    {
        if (type == MqttType.Connect)
        {
            if (_connects++ > 0)
            {
                Report(context, head, 0, 1, "second CONNECT on a connection");
            }
            else if (_earlyType != 0 && _earlySide == context.Side)
            {
                context.ReportAt(FindingName.MqttMessageInvalid, _early.Frame, _early.Offset, 2, _early.Time,
                    new FindingDetail("packet of type {0} before CONNECT", _earlyType));
            }
        }
        else if (_connects == 0)
        {
            _onlyPings &= type is MqttType.PingRequest or MqttType.PingResponse;
            _earlyCount++;
            if (_earlyType == 0)
            {
                _early = head.PlaceOf(0);
                _earlySide = context.Side;
                _earlyType = type;
            }
        }

        var fromServer = context.Side == Side.Backward;
        if (FromStart(context, context.Side) && (fromServer ? MqttType.IsClients(type) : MqttType.IsServers(type)))
        {
            Report(context, head, 0, 1, fromServer
                ? new FindingDetail("packet of type {0} is a client's, not a server's", type)
                : new FindingDetail("packet of type {0} is a server's, not a client's", type));
        }
    }

    /// <summary>MQTT 3.1.1 s2.2.2; in 3.1 the bits were without meaning.</summary>
    private bool IsFlagsWrong(MqttHeader header) => _level >= 4 && header.Type switch
    {
        MqttType.Publish => false,
        MqttType.PublishRelease or MqttType.Subscribe or MqttType.Unsubscribe => header.Flags != 2,
        _ => header.Flags != 0,
    };

    private bool IsTooShort(MqttHeader header) =>
        header.Remaining < MqttType.Least(header.Type)
        || (header.Remaining > 0 && (header.Type is MqttType.PingRequest or MqttType.PingResponse || (header.Type == MqttType.Disconnect && _level is 3 or 4)));

    private void CheckContent(scoped in InspectionContext context, scoped in PlacedBytes head, MqttHeader header)
    {
        var body = head.Slice(header.Length);
        switch (header.Type)
        {
            case MqttType.Connect:
                CheckConnect(context, body, header.Remaining);
                break;
            case MqttType.Publish:
                CheckPublish(context, body, header);
                break;
            case MqttType.Subscribe or MqttType.Unsubscribe:
                _replies.Ask(header.Type, context.Side, IdOf(body.Bytes, 0));
                break;
            case >= MqttType.PublishAck and <= MqttType.PublishComplete or MqttType.SubscribeAck or MqttType.UnsubscribeAck:
                if (IdOf(body.Bytes, 0) is { } id)
                {
                    _replies.Answer(header.Type, context.Side, id, head.PlaceOf(0));
                }

                break;
        }
    }

    private void CheckConnect(scoped in InspectionContext context, scoped in PlacedBytes body, int length)
    {
        var flaw = ConnectRules.Check(body.Bytes, length, out _level);
        if (flaw.Text is not null)
        {
            Report(context, body, flaw.Offset, flaw.Length, flaw.Text);
        }

        var name = body.Length > 1 ? body.Bytes[1] : 0;
        _replies.Resumed |= body.Length <= 3 + name || (body.Bytes[3 + name] & 2) == 0;
    }

    private void CheckPublish(scoped in InspectionContext context, scoped in PlacedBytes body, MqttHeader header)
    {
        if (body.Length < 2)
        {
            return;
        }

        var topic = BinaryPrimitives.ReadUInt16BigEndian(body.Bytes);
        var needed = 2 + topic + (header.QualityOfService > 0 ? 2 : 0);
        if (needed > header.Remaining)
        {
            Refuse(context, body, 0, new FindingDetail("topic of {0} bytes runs past a packet of {1}", topic, header.Remaining));
        }
        else if (header.QualityOfService > 0)
        {
            _replies.Ask(MqttType.Publish, context.Side, IdOf(body.Bytes, 2 + topic));
        }
    }

    private static ushort? IdOf(ReadOnlySpan<byte> body, int at) =>
        at + 2 <= body.Length ? BinaryPrimitives.ReadUInt16BigEndian(body[at..]) : null;

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes bytes, int offset, int length, FindingDetail detail) =>
        bytes.Report(context, FindingName.MqttMessageInvalid, offset, length, detail);
}
