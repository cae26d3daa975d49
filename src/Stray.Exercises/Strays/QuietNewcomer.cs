using Stray.Exercises.Answers;
using Stray.Exercises.Habits;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>Near miss: a new colleague's machine joins and does what everybody's does.</summary>
internal sealed class QuietNewcomer(Scene scene, OfficeLife life) : Plant(scene, "quiet_new_workstation", PlantedKind.NearMiss)
{
    public override Planted Begin()
    {
        var number = 100 + Scene.Office.People.Count;
        var host = Scene.Office.NewWorkstation("ws-new", number);
        host.Wake(Scene.Dice.Fork("ws-new"));
        var person = new Person(host, Dice.Fork("person"), Scene.Office.People.Count);
        Scene.Timeline.At(At(0.1), time =>
        {
            var ready = new LeaseKeeping(Scene, host).Boot(time);
            life.Machine(host, ready);
            life.AtWork(person, ready);
        });
        return Answer("a new workstation joins", (At(0.1), At(1)), [host], []);
    }
}
