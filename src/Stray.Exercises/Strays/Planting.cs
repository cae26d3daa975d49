using Stray.Exercises.Habits;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>
/// Everything an exercise has planted, each on a host of its own, so that an alert can be told apart by whom it is about.
/// To add one: 1 a file beside this one, 2 a line here, 3 its expectation in PlantingTests.
/// </summary>
internal sealed class Planting(Scene scene, OfficeLife life)
{
    public IEnumerable<Plant> All()
    {
        // Developers and admins use SSH every day; the strays sit with people who do not.
        var people = Shuffled(scene.Office.People.Where(p => !p.IsDeveloper && !p.IsAdmin));
        Host Next() => people.Dequeue().Host;
        yield return new Beacon(scene, Next());
        yield return new DnsTunnel(scene, Next());
        yield return new PortScan(scene, Next());
        yield return new ResetInjection(scene, Next());
        yield return new ArpSpoofing(scene, Next(), [Next(), Next()]);
        yield return new WrongPort(scene, Next());
        yield return new MalformedHeaders(scene, Next());
        yield return new Exfiltration(scene, Next());
        yield return new SshBruteForce(scene, Next());
        yield return new NewService(scene, Next(), [people.Dequeue(), people.Dequeue()]);
        yield return new QuietNewcomer(scene, life);
        yield return new QuietBackup(scene);
        yield return new QuietUpdates(scene, [.. scene.Office.People.Where(p => p.IsDeveloper).Select(p => p.Host).Take(3)]);
        yield return new QuietLossyLink(scene, Next());
        yield return new QuietPingSweep(scene, scene.Office.People.Single(p => p.IsAdmin).Host);
    }

    private Queue<Person> Shuffled(IEnumerable<Person> people)
    {
        var dice = scene.Dice.Fork("planting");
        var order = people.Select(person => (Key: dice.Next(), person)).OrderBy(p => p.Key);
        return new Queue<Person>(order.Select(p => p.person));
    }
}
