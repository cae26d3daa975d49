using Stray.Embedded;

namespace Stray.Verbs;

/// <summary>Progress of a run without an end: a line a stage, no bar.</summary>
internal sealed class StageLines(TextWriter error) : IStageProgress
{
    public void Stage(string name) => error.WriteLine($"stray: {name}");

    public void Report(double value)
    {
    }
}
