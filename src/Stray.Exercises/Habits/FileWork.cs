using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Habits;

/// <summary>Documents on the file server: opened, read, written back.</summary>
internal sealed class FileWork(Scene scene, Person person) : Habit(scene)
{
    private readonly Dice _dice = person.Host.Dice;

    protected override long Play(long time)
    {
        var server = Scene.Office.FileServer;
        var tcp = Scene.Connect(person.Host, server, 445, Scene.Names.FindLocal(person.Host, server, time));
        tcp.Open();
        var session = new SmbSession(Scene, tcp);
        session.SignIn(person.Account, _dice.Chance(0.6) ? "team" : "home");
        for (var files = _dice.Between(1, 3); files > 0; files--)
        {
            var name = $@"docs\report-{_dice.Between(100, 999)}.docx";
            var size = (int)Math.Clamp(_dice.LogNormal(7000, 1), 600, 180_000);
            if (_dice.Chance(0.7))
            {
                session.ReadFile(name, size);
            }
            else
            {
                session.WriteFile(name, size);
            }

            tcp.Wait(Nanos.Seconds(Math.Min(50, _dice.Exponential(10))));
        }

        session.SignOut();
        return time + person.Pause(900 * Nanos.Second, time);
    }
}
