namespace Stray.Embedded;

/// <summary>Where a run tells how far it is: a bar on a terminal, or nobody.</summary>
public interface IStageProgress : IProgress<double>
{
    /// <summary>A new stage begins at 0.</summary>
    void Stage(string name);
}
