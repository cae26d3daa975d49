using Stray.Exercises.Answers;
using Stray.Exercises.Captures;
using Stray.Exercises.Habits;
using Stray.Exercises.Office;
using Stray.Exercises.Strays;

namespace Stray.Exercises;

/// <summary>
/// An office network for some hours, and the same office later with strays in it. Both stretches are independent of each
/// other, so they can be written at the same time.
/// </summary>
public sealed class Scenario
{
    private readonly ScenarioOptions _options;

    /// <exception cref="ArgumentOutOfRangeException">Too few or too many workstations, or an exercise below half an hour.</exception>
    public Scenario(ScenarioOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Workstations, ScenarioOptions.FewestWorkstations);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Workstations, ScenarioOptions.MostWorkstations);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Exercise, TimeSpan.FromMinutes(30));
        _options = options;
    }

    /// <summary>Writes the ordinary stretch as pcap; returns the number of frames.</summary>
    public long WriteBaseline(Stream stream)
    {
        var scene = Begin("baseline", _options.Start, _options.Baseline);
        new OfficeLife(scene).Begin(morning: true);
        return Play(scene, stream);
    }

    /// <summary>Writes the stretch with strays in it as pcap; returns what was planted.</summary>
    public AnswerKey WriteExercise(Stream stream)
    {
        var scene = Begin("exercise", _options.Start + _options.Baseline + _options.Gap, _options.Exercise);
        var life = new OfficeLife(scene);
        life.Begin(morning: false);
        var key = new AnswerKey([.. new Planting(scene, life).All().Select(plant => plant.Begin())]);
        Play(scene, stream);
        return key;
    }

    private Scene Begin(string stretch, DateTimeOffset start, TimeSpan length)
    {
        var begin = Nanos.Of(start);
        var dice = new Dice(_options.Seed);
        var office = new OfficeNetwork(dice.Fork("office"), _options.Workstations);
        return new Scene(new Timeline(begin, begin + Nanos.Of(length)), office, dice.Fork(stretch));
    }

    private static long Play(Scene scene, Stream stream)
    {
        var writer = new PcapWriter(stream);
        scene.Timeline.PlayInto(writer);
        return writer.Frames;
    }
}
