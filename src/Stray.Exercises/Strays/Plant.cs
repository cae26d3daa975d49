using Stray.Contracts.Findings;
using Stray.Exercises.Answers;
using Stray.Exercises.Office;

namespace Stray.Exercises.Strays;

/// <summary>Something planted into an ordinary stretch: puts its activities on the timeline and says what a finder has to name.</summary>
internal abstract class Plant(Scene scene, string id, PlantedKind kind)
{
    public string Id => id;

    protected Scene Scene => scene;

    /// <summary>Chance of its own, so that one plant never changes another.</summary>
    protected Dice Dice { get; } = scene.Dice.Fork("plant " + id);

    public abstract Planted Begin();

    /// <summary>A moment this far into the stretch (0 to 1).</summary>
    protected long At(double share) => scene.Timeline.Start + (long)(share * (scene.Timeline.End - scene.Timeline.Start));

    /// <summary>A host outside that nobody here has ever talked to.</summary>
    protected Host Stranger(string name)
    {
        var host = scene.Office.Web.NewHost(name, StackProfile.Linux());
        host.Wake(scene.Dice.Fork(name));
        return host;
    }

    /// <summary>Times in regular steps with jitter, each part of one activity chain.</summary>
    protected void Every(long interval, double jitter, (long From, long Until) span, Action<long> play)
    {
        for (var time = span.From; time < span.Until; time += interval)
        {
            scene.Timeline.At(time + (long)(interval * jitter * Dice.Unit()), play);
        }
    }

    protected Planted Answer(string what, (long From, long Until) span, IEnumerable<Host> entities, IEnumerable<Host> peers) =>
        new(id, kind, what)
        {
            Entities = [.. entities.Select(h => h.ToString())],
            Peers = [.. peers.Select(h => h.ToString())],
            Start = span.From,
            End = span.Until,
        };

}
