using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Habits;

/// <summary>The office's own web pages, by plain HTTP.</summary>
internal sealed class IntranetWork(Scene scene, Person person) : Habit(scene)
{
    private readonly Dice _dice = person.Host.Dice;

    protected override long Play(long time)
    {
        var server = Scene.Office.Intranet;
        var known = Scene.Names.FindLocal(person.Host, server, time);
        if (_dice.Chance(0.01))
        {
            Scene.Connect(person.Host, server, 8081, known).Refuse(); // an old bookmark
            return time + person.Pause(600 * Nanos.Second, time);
        }

        var tcp = Scene.Connect(person.Host, server, 80, known);
        tcp.Open();
        var session = new HttpSession(Scene, tcp, $"{server.Name}.{OfficeNetwork.Domain}");
        for (var pages = _dice.Between(1, 3); pages > 0; pages--)
        {
            session.Browse(_dice.Below(4));
            tcp.Wait(Nanos.Seconds(_dice.Exponential(6)));
            if (_dice.Chance(0.4))
            {
                session.Search();
            }
        }

        tcp.Close(_dice.Chance(0.5) ? Side.Client : Side.Server);
        return time + person.Pause(600 * Nanos.Second, time);
    }
}
