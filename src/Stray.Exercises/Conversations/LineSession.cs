using System.Text;

namespace Stray.Exercises.Conversations;

/// <summary>A protocol of text lines on an open connection (SMTP, IMAP): one says something, the other replies.</summary>
internal sealed class LineSession(TcpConversation tcp)
{
    private readonly Dice _dice = tcp[Side.Client].Host.Dice;

    public void Say(Side side, string lines)
    {
        tcp.Wait(_dice.Between(100, 4000) * Nanos.Microsecond);
        tcp.Send(side, Encoding.ASCII.GetBytes(lines + "\r\n"));
    }

    public void Exchange(string command, string reply)
    {
        Say(Side.Client, command);
        Say(Side.Server, reply);
    }
}
