using Stray.Exercises.Payloads;

namespace Stray.Exercises.Conversations;

/// <summary>SMB2 on an open connection to the file server: sign in, open a share, read and write files, leave.</summary>
internal sealed class SmbSession(Scene scene, TcpConversation tcp)
{
    private readonly SmbMessage _message = new(scene.Writer, tcp[Side.Client].Host.Dice);
    private readonly Dice _dice = tcp[Side.Client].Host.Dice;

    public void SignIn(string account, string share)
    {
        tcp.Send(Side.Client, _message.NegotiateRequest());
        Answer(_message.NegotiateResponse());
        tcp.Send(Side.Client, _message.SetupRequest(1, account));
        Answer(_message.SetupResponse(done: false));
        tcp.Send(Side.Client, _message.SetupRequest(3, account));
        Answer(_message.SetupResponse(done: true));
        tcp.Send(Side.Client, _message.TreeRequest($@"\\files\{share}"));
        Answer(_message.TreeResponse());
    }

    public void ReadFile(string name, int size)
    {
        Open(name, size);
        for (var offset = 0; offset < size; offset += 65536)
        {
            var part = Math.Min(65536, size - offset);
            tcp.Send(Side.Client, _message.ReadRequest(offset, part));
            Answer(_message.ReadResponse(part));
        }

        Close();
    }

    public void WriteFile(string name, int size)
    {
        Open(name, 0);
        for (var offset = 0; offset < size; offset += 65536)
        {
            var part = Math.Min(65536, size - offset);
            tcp.Send(Side.Client, _message.WriteRequest(offset, part));
            Answer(_message.WriteResponse(part));
        }

        Close();
    }

    public void SignOut()
    {
        tcp.Send(Side.Client, _message.Leave(tree: true, request: true));
        Answer(_message.Leave(tree: true, request: false));
        tcp.Send(Side.Client, _message.Leave(tree: false, request: true));
        Answer(_message.Leave(tree: false, request: false));
        tcp.Close(Side.Client);
    }

    private void Open(string name, int size)
    {
        tcp.Send(Side.Client, _message.CreateRequest(name));
        Answer(_message.CreateResponse(size));
    }

    private void Close()
    {
        tcp.Send(Side.Client, _message.CloseRequest());
        Answer(_message.CloseResponse());
        tcp.Wait(_dice.Between(2, 40) * Nanos.Millisecond);
    }

    private void Answer(ReadOnlySpan<byte> message)
    {
        tcp.Wait(_dice.Between(80, 1200) * Nanos.Microsecond);
        tcp.Send(Side.Server, message);
    }
}
