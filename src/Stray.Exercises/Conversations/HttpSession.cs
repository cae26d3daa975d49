using Stray.Exercises.Office;
using Stray.Exercises.Payloads;

namespace Stray.Exercises.Conversations;

/// <summary>HTTP/1.1 in the clear on an open connection.</summary>
internal sealed class HttpSession(Scene scene, TcpConversation tcp, string host)
{
    private readonly HttpMessage _message = new(scene.Writer, tcp[Side.Client].Host.Dice);
    private readonly Dice _dice = tcp[Side.Client].Host.Dice;

    /// <summary>A page of the intranet with some of what belongs to it.</summary>
    public void Browse(int pictures)
    {
        Get($"/pages/{_dice.Between(1, 400)}", HttpMessage.Browser);
        var size = _dice.Between(1500, 9000);
        tcp.Send(Side.Server, _dice.Chance(0.25) ? _message.ChunkedPage(size, tcp.Now) : _message.Page(size, tcp.Now));
        for (var i = 0; i < pictures; i++)
        {
            Get($"/static/img/{_dice.Between(1, 60)}.png", HttpMessage.Browser);
            tcp.Send(Side.Server, _dice.Chance(0.5) ? _message.NotModified(tcp.Now) : _message.Image(_dice.Between(700, 6000), tcp.Now));
        }
    }

    public void Search()
    {
        Get($"/api/search?q={_dice.Between(1000, 9999)}&limit=20", HttpMessage.Browser);
        tcp.Send(Side.Server, _dice.Chance(0.06) ? _message.NotFound(tcp.Now) : _message.Json(_dice.Between(300, 3000), tcp.Now));
    }

    /// <summary>Part of a large file, as updaters fetch them.</summary>
    public void Fetch(string path, long first, int bytes, long total)
    {
        tcp.Send(Side.Client, _message.Get(host, path, HttpMessage.UpdateAgent, $"{first}-{first + bytes - 1}"));
        tcp.Wait(_dice.Between(1, 8) * Nanos.Millisecond);
        tcp.Send(Side.Server, _message.Part(first, bytes, total, tcp.Now));
    }

    /// <summary>Whether a certificate is still good.</summary>
    public void AskStatus()
    {
        Get($"/{_dice.Next():x16}", HttpMessage.StatusAgent);
        tcp.Send(Side.Server, _message.Response(OcspResponse.ContentType, new OcspResponse(_dice).Good(tcp.Now), tcp.Now));
    }

    /// <summary>A small answer of binary data.</summary>
    public void Ask(string path, string agent, int bytes)
    {
        Get(path, agent);
        var body = new byte[bytes];
        _dice.Fill(body);
        tcp.Send(Side.Server, _message.Response("application/octet-stream", body, tcp.Now));
    }

    private void Get(string path, string agent)
    {
        tcp.Send(Side.Client, _message.Get(host, path, agent));
        tcp.Wait(_dice.Between(1, 25) * Nanos.Millisecond);
    }
}
