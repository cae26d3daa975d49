using Stray.Exercises.Office;
using Stray.Exercises.Packets;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Conversations;

/// <summary>A TLS session on an open connection: handshake in the clear as far as it is, then records of random bytes.</summary>
internal sealed class TlsSession(TcpConversation tcp, TlsServer server, ByteWriter writer)
{
    private const int LargestRecord = 16384, Tag = 17; // AEAD tag and inner content type
    private readonly Dice _dice = tcp[Side.Client].Host.Dice;

    public TcpConversation Tcp => tcp;

    public void Handshake(TlsClient program, string serverName)
    {
        tcp.Send(Side.Client, new ClientHello(writer, _dice).Write(program, serverName));
        tcp.Wait(_dice.Between(100, 1500) * Nanos.Microsecond);
        var hello = new ServerHello(writer, _dice);
        if (server.Modern)
        {
            tcp.Send(Side.Server, hello.WriteModern(server));
            tcp.Wait(_dice.Between(300, 3000) * Nanos.Microsecond);
            tcp.Send(Side.Client, writer.Clear().U8(20).U16(0x0303).U16(1).U8(1).U8(23).U16(0x0303).U16(53).Random(_dice, 53).Written);
            return;
        }

        tcp.Send(Side.Server, hello.WriteClassic(server));
        tcp.Wait(_dice.Between(300, 3000) * Nanos.Microsecond);
        tcp.Send(Side.Client, KeyExchange());
        tcp.Send(Side.Server, Finished(writer.Clear()).Written);
    }

    /// <summary>Application data of this many plaintext bytes, in records as large as allowed.</summary>
    public void Send(Side side, int bytes)
    {
        writer.Clear();
        while (bytes > 0)
        {
            var part = Math.Min(bytes, LargestRecord);
            writer.U8(23).U16(0x0303).U16(part + Tag).Random(_dice, part + Tag);
            bytes -= part;
        }

        tcp.Send(side, writer.Written);
    }

    public void Exchange(int request, int answer, long thinking)
    {
        Send(Side.Client, request);
        tcp.Wait(thinking);
        Send(Side.Server, answer);
    }

    /// <summary>close_notify, encrypted (RFC 8446 s6.1), then the connection's own close.</summary>
    public void Close(Side side)
    {
        var alert = server.Modern ? writer.Clear().U8(23).U16(0x0303).U16(19).Random(_dice, 19)
            : writer.Clear().U8(21).U16(0x0303).U16(26).Random(_dice, 26);
        tcp.Send(side, alert.Written);
        if (side == Side.Client && _dice.Chance(0.06))
        {
            tcp.Wait(_dice.Between(1, 20) * Nanos.Millisecond);
            tcp.Reset(side);
            return;
        }

        tcp.Close(side);
    }

    private ReadOnlySpan<byte> KeyExchange()
    {
        writer.Clear().U8(22).U16(0x0303).U16(37).U8(16).U24(33).U8(32).Random(_dice, 32);
        return Finished(writer).Written;
    }

    private ByteWriter Finished(ByteWriter message) =>
        message.U8(20).U16(0x0303).U16(1).U8(1).U8(22).U16(0x0303).U16(40).Random(_dice, 40);
}
