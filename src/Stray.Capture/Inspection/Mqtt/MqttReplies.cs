using Stray.Capture.Flows;
using Stray.Capture.Inspection.Framing;

namespace Stray.Capture.Inspection.Mqtt;

/// <summary>
/// Holds acknowledgments to what they acknowledge. One whose request is not known yet is only remembered: the request's
/// segment may have come late; at the end, if it never came, it answers nothing.
/// </summary>
internal sealed class MqttReplies
{
    private readonly RequestIds[] _published = [new(), new()];
    private readonly RequestIds[] _subscribed = [new(), new()];
    private readonly RequestIds[] _unsubscribed = [new(), new()];
    private (int Type, ushort Id, Side Side, StreamPlace Place) _open;

    /// <summary>The session goes on from an earlier connection, where the publications may have been made.</summary>
    public bool Resumed { get; set; }

    public void Reset()
    {
        for (var i = 0; i < 2; i++)
        {
            _published[i].Clear();
            _subscribed[i].Clear();
            _unsubscribed[i].Clear();
        }

        _open = default;
        Resumed = false;
    }

    /// <summary>A request of this side, whose identifier may have been cut off.</summary>
    public void Ask(int type, Side side, ushort? id)
    {
        var ids = (type switch { MqttType.Subscribe => _subscribed, MqttType.Unsubscribe => _unsubscribed, _ => _published })[(int)side];
        if (id is { } known)
        {
            ids.Add(known);
        }
        else
        {
            ids.Overflow();
        }
    }

    public void Answer(int type, Side side, ushort id, StreamPlace place)
    {
        if (_open.Type == 0 && !IsKnown(type, side, id))
        {
            _open = (type, id, side, place);
        }
    }

    /// <summary>The acknowledgment nobody asked for, at the end of a connection of which nothing was missed.</summary>
    public bool TryUnmatched(out int type, out ushort id, out StreamPlace place)
    {
        (type, id, _, place) = _open;
        return type != 0 && !IsKnown(type, _open.Side, id);
    }

    private bool IsKnown(int type, Side side, ushort id)
    {
        var other = 1 - (int)side;
        var ids = type switch
        {
            MqttType.SubscribeAck => _subscribed[other],
            MqttType.UnsubscribeAck => _unsubscribed[other],
            MqttType.PublishRelease => _published[(int)side],
            _ => _published[other],
        };
        return ids.Overflowed || ids.Contains(id) || (Resumed && type is >= MqttType.PublishAck and <= MqttType.PublishComplete);
    }
}
