namespace Stray.Exercises.Habits;

/// <summary>Something that happens again and again in a stretch: plays once, then says when it wants to be called next.</summary>
internal abstract class Habit(Scene scene)
{
    protected Scene Scene => scene;

    /// <summary>Begins with the stretch or whenever the habit first comes up.</summary>
    public void Begin(long time) => scene.Timeline.At(time, Run);

    /// <summary>Plays what happens at <paramref name="time"/> and returns the time of the next one.</summary>
    protected abstract long Play(long time);

    private void Run(long time) => scene.Timeline.At(Play(time), Run);
}
