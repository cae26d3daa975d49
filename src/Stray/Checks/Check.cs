namespace Stray.Checks;

/// <summary>One thing that must be right. To add one: put it into the list of <see cref="LocalChecks"/> or <see cref="ClusterChecks"/>.</summary>
/// <param name="Name">Short, in lower case.</param>
public sealed record Check(string Name, Func<Task<CheckResult>> RunAsync)
{
    /// <summary>Whether those after it say nothing when it failed.</summary>
    public bool IsNeeded { get; init; }

    public static Check Of(string name, Func<CheckResult> run) => new(name, () => Task.FromResult(run()));
}
