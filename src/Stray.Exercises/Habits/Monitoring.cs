using Stray.Exercises.Conversations;

namespace Stray.Exercises.Habits;

/// <summary>The monitoring server pings every server and looks at the intranet once in a while.</summary>
internal sealed class Monitoring(Scene scene) : Habit(scene)
{
    private int _next;

    protected override long Play(long time)
    {
        var monitor = Scene.Office.Monitor;
        var target = Scene.Office.Servers[_next++ % Scene.Office.Servers.Count];
        if (target != monitor)
        {
            new Ping(Scene).Play(monitor, target, 2, time);
        }

        if (_next % 6 == 0)
        {
            var server = Scene.Office.Intranet;
            var tcp = Scene.Connect(monitor, server, 80, Scene.Names.FindLocal(monitor, server, time));
            tcp.Open();
            new HttpSession(Scene, tcp, server.Name).Ask("/health", "check/2.4", 64);
            tcp.Close(Side.Client);
        }

        return time + (15 * Nanos.Second) + (monitor.Dice.Between(0, 300) * Nanos.Millisecond);
    }
}
