namespace Stray.Exercises;

/// <summary>The shape of an exercise. Equal options give equal bytes.</summary>
public sealed record ScenarioOptions
{
    /// <summary>At least this many people are needed to plant every stray and near miss on a host of its own.</summary>
    public const int FewestWorkstations = 20, MostWorkstations = 140;

    public ulong Seed { get; init; } = 1;

    /// <summary>Begin of the baseline stretch; the office works in this clock. Default: a Monday, 08:00 UTC.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public int Workstations { get; init; } = 32;

    /// <summary>Length of the stretch that is ordinary.</summary>
    public TimeSpan Baseline { get; init; } = TimeSpan.FromHours(3);

    /// <summary>Time nobody looked, between both stretches.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Length of the stretch with strays in it; below half an hour they would run into each other.</summary>
    public TimeSpan Exercise { get; init; } = TimeSpan.FromMinutes(90);
}
