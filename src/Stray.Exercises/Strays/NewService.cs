using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Conversations;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>A workstation begins to serve files to its neighbours: SMB from a machine that never answered anybody.</summary>
internal sealed class NewService(Scene scene, Host host, Person[] visitors) : Plant(scene, "service_on_workstation", PlantedKind.Stray)
{
    public override Planted Begin()
    {
        var span = (At(0.35), At(0.9));
        Every(4 * Nanos.Minute, 0.5, span, time =>
        {
            var visitor = Dice.Pick(visitors);
            var tcp = Scene.Connect(visitor.Host, host, 445, time);
            tcp.Open();
            var session = new SmbSession(Scene, tcp);
            session.SignIn(visitor.Account, "share$");
            session.ReadFile($"set-{Dice.Between(1, 40)}.zip", Dice.Between(30_000, 250_000));
            session.SignOut();
        });
        return Answer("SMB served by a workstation", span, [host], visitors.Select(v => v.Host)) with
        {
            Findings = [FindingName.HostServiceNew],
            ScoreProves = true,
        };
    }
}
