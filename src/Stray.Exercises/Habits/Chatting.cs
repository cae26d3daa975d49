using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Habits;

/// <summary>A chat program: one long connection with a heartbeat every minute and messages in between.</summary>
internal sealed class Chatting(Scene scene, Person person) : Habit(scene)
{
    private readonly Dice _dice = person.Host.Dice;

    protected override long Play(long time)
    {
        var site = Scene.Office.Web.Chat;
        var session = Scene.OpenTls(person.Host, site, person.Browser, Scene.Names.Find(person.Host, site, time));
        session.Exchange(900, 2400, 30 * Nanos.Millisecond);
        var until = Math.Min(time + (_dice.Between(15, 40) * Nanos.Minute), Scene.Timeline.End);
        while (session.Tcp.Now < until)
        {
            session.Tcp.Wait((58 * Nanos.Second) + (_dice.Between(0, 2000) * Nanos.Millisecond));
            session.Exchange(42, 42, Nanos.Millisecond);
            if (_dice.Chance(0.25 * person.Day.Activity(session.Tcp.Now)))
            {
                session.Tcp.Wait(_dice.Between(1, 15) * Nanos.Second);
                session.Exchange(_dice.Between(120, 800), _dice.Between(100, 1500), 10 * Nanos.Millisecond);
            }
        }

        session.Close(Side.Client);
        return session.Tcp.Now + (_dice.Between(1, 20) * Nanos.Second);
    }
}
