using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Habits;

/// <summary>Developers and admins: typing on a server, copying a file there, fetching from the code host outside.</summary>
internal sealed class ShellWork(Scene scene, Person person) : Habit(scene)
{
    private readonly Dice _dice = person.Host.Dice;

    protected override long Play(long time)
    {
        if (_dice.Chance(0.4))
        {
            FetchCode(time);
        }
        else
        {
            WorkOnServer(time);
        }

        return time + person.Pause(540 * Nanos.Second, time);
    }

    private void WorkOnServer(long time)
    {
        var server = _dice.PickPopular(Scene.Office.ShellServers);
        var session = Open(Scene.Connect(person.Host, server, 22, Scene.Names.FindLocal(person.Host, server, time)));
        if (_dice.Chance(0.3))
        {
            session.Transfer(_dice.Chance(0.5) ? Side.Client : Side.Server, (int)Math.Clamp(_dice.LogNormal(30_000, 1), 2_000, 300_000));
        }

        for (var commands = _dice.Between(1, 6); commands > 0; commands--)
        {
            session.Type(_dice.Between(3, 12), (int)Math.Clamp(_dice.LogNormal(500, 1.2), 40, 16_000));
            session.Tcp.Wait(Nanos.Seconds(Math.Min(55, _dice.Exponential(12))));
        }

        session.Tcp.Close(Side.Client);
    }

    private void FetchCode(long time)
    {
        var site = Scene.Office.Web.GitHost;
        var session = Open(Scene.Connect(person.Host, site.Hosts[0], 22, Scene.Names.Find(person.Host, site, time)));
        session.Exchange(120, _dice.Between(400, 3000));
        session.Transfer(_dice.Chance(0.8) ? Side.Server : Side.Client, (int)Math.Clamp(_dice.LogNormal(8_000, 1.2), 300, 200_000));
        session.Tcp.Close(Side.Client);
    }

    private SshSession Open(TcpConversation tcp)
    {
        tcp.Open();
        var session = new SshSession(Scene, tcp);
        session.Handshake();
        session.LogIn(_dice.Between(20, 400) * Nanos.Millisecond);
        return session;
    }
}
