using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Conversations;

/// <summary>
/// Plays one TCP connection onto the wire: handshake, segments, acknowledgements, close, with the sequence numbers, options
/// and timing that both ends' stacks would produce as seen from the switch. <see cref="Now"/> is the time at which the next
/// thing happens there.
/// </summary>
internal sealed class TcpConversation
{
    private readonly Wire _wire;
    private readonly TcpEnd _client;
    private readonly TcpEnd _server;
    private readonly bool _timestamps;
    private readonly TcpBurst _burst;
    private Side _speaker;

    public TcpConversation(Wire wire, Host client, Host server, ushort port, long time)
    {
        _wire = wire;
        Now = time;
        _client = new TcpEnd(client, client.NextPort(), (uint)client.Dice.Next());
        _server = new TcpEnd(server, port, (uint)client.Dice.Next());
        _timestamps = client.Stack.Timestamps && server.Stack.Timestamps;
        _burst = new TcpBurst(this, client.Dice);
    }

    public long Now { get; set; }

    public TcpEnd this[Side side] => side == Side.Client ? _client : _server;

    public void Open()
    {
        EmitSyn(_client, _server, TcpControl.Syn);
        _server.Expected = _client.Sequence;
        Now += _server.Host.React();
        EmitSyn(_server, _client, TcpControl.Syn | TcpControl.Ack);
        _client.Expected = _server.Sequence;
        _client.Window = Running(_client, _server);
        _server.Window = Running(_server, _client);
        Now += _client.Host.React();
        Emit(_client, Now, TcpControl.Ack, []);
        Now += _client.Host.Dice.Between(30, 900) * Nanos.Microsecond;
        _speaker = Side.Client;
    }

    /// <summary>A SYN to a closed port and the RST that answers it.</summary>
    public void Refuse()
    {
        EmitSyn(_client, _server, TcpControl.Syn);
        _server.Expected = _client.Sequence;
        _server.Sequence = 0;
        _server.Window = 0;
        Now += _server.Host.React();
        EmitBare(_server, TcpControl.Rst | TcpControl.Ack);
    }

    /// <summary>A SYN nobody answers, repeated with doubling pauses (RFC 6298 s5.5).</summary>
    public void GoUnanswered(int repeats)
    {
        var sequence = _client.Sequence;
        for (var i = 0; i <= repeats; i++)
        {
            _client.Sequence = sequence;
            EmitSyn(_client, _server, TcpControl.Syn);
            Now += Nanos.Second << i;
        }
    }

    /// <summary>Sends as many segments as the payload needs; the other end acknowledges as stacks do.</summary>
    public void Send(Side side, ReadOnlySpan<byte> payload)
    {
        var sender = this[side];
        Turn(side);
        while (!payload.IsEmpty)
        {
            payload = _burst.Send(sender, Other(side), payload);
        }

        _speaker = side;
    }

    /// <summary>Time passes: thinking, computing, disk.</summary>
    public void Wait(long duration)
    {
        Now += duration;
        SettleAck(_client);
        SettleAck(_server);
    }

    /// <summary>The orderly close, begun by one end.</summary>
    public void Close(Side first)
    {
        var closer = this[first];
        var other = Other(first);
        Turn(first);
        Emit(closer, Now, TcpControl.Fin | TcpControl.Ack, []);
        other.Expected = closer.Sequence;
        Now += other.Host.React();
        Emit(other, Now, TcpControl.Fin | TcpControl.Ack, []);
        closer.Expected = other.Sequence;
        Now += closer.Host.React();
        Emit(closer, Now, TcpControl.Ack, []);
    }

    /// <summary>One end gives up at once, as browsers do with connections they no longer want.</summary>
    public void Reset(Side side)
    {
        Turn(side);
        this[side].Window = 0;
        Emit(this[side], Now, TcpControl.Rst | TcpControl.Ack, []);
    }

    /// <summary>Sends one segment with this end's current numbers and moves them on.</summary>
    public void Emit(TcpEnd from, long time, TcpControl control, ReadOnlySpan<byte> payload)
    {
        Span<byte> options = stackalloc byte[24];
        var to = from == _client ? _server : _client;
        PassAt(from, time);
        var length = 0;
        if (_timestamps)
        {
            to.Recent = from.Host.TimestampAt(from.LastSent);
            length = TcpEnd.WriteTimestamps(options, to.Recent, from.Recent);
        }

        if (from.Selective is { } block)
        {
            length += TcpEnd.WriteSelective(options[length..], block);
        }

        Put(from, to, control, options[..length], payload);
        from.OwesAckSince = -1;
    }

    /// <summary>The end is about to speak: its reaction takes time, overdue acknowledgements go first.</summary>
    private void Turn(Side side)
    {
        var lastHeard = Other(side).LastSent;
        if (_speaker != side)
        {
            Now += this[side].Host.React();
        }
        else if (lastHeard > Now)
        {
            Now = lastHeard + this[side].Host.React(); // its last burst is still being acknowledged
        }

        _speaker = side;
        SettleAck(_client);
        SettleAck(_server);
    }

    /// <summary>Emits the delayed acknowledgement this end owes if its time has come by now.</summary>
    private void SettleAck(TcpEnd end)
    {
        if (end.OwesAckSince >= 0 && end.AckDue < Now)
        {
            Emit(end, end.AckDue, TcpControl.Ack, []);
        }
    }

    private void EmitSyn(TcpEnd from, TcpEnd to, TcpControl control)
    {
        Span<byte> options = stackalloc byte[40];
        PassAt(from, Now);
        var value = from.Host.TimestampAt(from.LastSent);
        var length = from.WriteSynOptions(options, (control & TcpControl.Ack) != 0 ? to.Host.Stack : from.Host.Stack, value, from.Recent);
        to.Recent = value;
        Put(from, to, control, options[..length], []);
    }

    private void EmitBare(TcpEnd from, TcpControl control)
    {
        PassAt(from, Now);
        Put(from, from == _client ? _server : _client, control, [], []);
    }

    private void Put(TcpEnd from, TcpEnd to, TcpControl control, ReadOnlySpan<byte> options, ReadOnlySpan<byte> payload)
    {
        var ip = from.Host.To(to.Host, 6);
        _wire.Emit(from.LastSent, from.Segment(to, control).Write(_wire.Scratch, ip, options, payload));
        from.Sequence += (uint)payload.Length + ((control & (TcpControl.Syn | TcpControl.Fin)) != 0 ? 1u : 0u);
    }

    private static void PassAt(TcpEnd from, long time) => from.LastSent = Math.Max(time, from.LastSent + (2 * Nanos.Microsecond));

    private TcpEnd Other(Side side) => side == Side.Client ? _server : _client;

    /// <summary>The window field once scaling applies: about 64 KiB when both ends scale.</summary>
    private static ushort Running(TcpEnd end, TcpEnd other) => end.Host.Stack.Scale == 0 || other.Host.Stack.Scale == 0
        ? end.Host.Stack.Window
        : (ushort)(end.Host.Stack.Scale == 8 ? 1026 : 501);
}
