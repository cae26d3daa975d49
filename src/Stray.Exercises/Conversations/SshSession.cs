using Stray.Exercises.Payloads;

namespace Stray.Exercises.Conversations;

/// <summary>SSH on an open connection: banners, key exchange, then whatever is done inside.</summary>
internal sealed class SshSession(Scene scene, TcpConversation tcp, string software = SshMessage.OpenSsh)
{
    private readonly Dice _dice = tcp[Side.Client].Host.Dice;
    private readonly SshMessage _message = new(scene.Writer, tcp[Side.Client].Host.Dice);

    public TcpConversation Tcp => tcp;

    public void Handshake()
    {
        tcp.Send(Side.Client, _message.Banner(software));
        tcp.Wait(_dice.Between(2, 12) * Nanos.Millisecond);
        tcp.Send(Side.Server, _message.Banner(SshMessage.OpenSshServer));
        tcp.Send(Side.Server, _message.KexInit(server: true));
        tcp.Send(Side.Client, _message.KexInit(server: false));
        tcp.Send(Side.Client, _message.KeyInit());
        tcp.Wait(_dice.Between(3, 9) * Nanos.Millisecond);
        tcp.Send(Side.Server, _message.KeyReply());
        tcp.Wait(_dice.Between(2, 6) * Nanos.Millisecond);
        tcp.Send(Side.Client, _message.NewKeys());
        Exchange(24, 24);
    }

    /// <summary>One attempt to log in: none, then a key or a password.</summary>
    public void LogIn(long deciding)
    {
        Exchange(44, 60);
        Exchange(_dice.Between(60, 140), 36);
        tcp.Wait(deciding);
    }

    public void Exchange(int up, int down)
    {
        tcp.Send(Side.Client, _message.Encrypted(up));
        tcp.Wait(_dice.Between(200, 4000) * Nanos.Microsecond);
        tcp.Send(Side.Server, _message.Encrypted(down));
    }

    /// <summary>Somebody types a command, letter by letter with the echo, and reads what it prints.</summary>
    public void Type(int letters, int output)
    {
        for (var i = 0; i < letters; i++)
        {
            Exchange(12, 12);
            tcp.Wait(_dice.Between(70, 260) * Nanos.Millisecond);
        }

        tcp.Send(Side.Server, _message.Encrypted(output));
    }

    public void Transfer(Side from, int bytes) => tcp.Send(from, _message.Encrypted(bytes));
}
