namespace Stray.Detection.Habits;

/// <summary>Kinds of habit of which a baseline has seen nearly all there is, so that a new one is news.</summary>
[Flags]
public enum SettledHabits
{
    None = 0,

    /// <summary>Which host serves what.</summary>
    Services = 1,

    /// <summary>Which application protocol runs on which port.</summary>
    Protocols = 2,

    /// <summary>How fast an edge of a service gets.</summary>
    Paces = 4,

    /// <summary>Whom hosts talk to; never complete, but long enough a list to be surprised.</summary>
    Destinations = 8,

    /// <summary>Which findings ordinary traffic shows here.</summary>
    Findings = 16,
}
