namespace Stray.Embedded;

/// <summary>Progress that nobody watches: no terminal, or a program reads our output.</summary>
public sealed class Silence : IStageProgress
{
    public static Silence Instance { get; } = new();

    public void Stage(string name)
    {
    }

    public void Report(double value)
    {
    }
}
