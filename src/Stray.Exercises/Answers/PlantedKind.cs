namespace Stray.Exercises.Answers;

/// <summary>How something planted is to be judged.</summary>
public enum PlantedKind
{
    /// <summary>An alert must name it.</summary>
    Stray,

    /// <summary>Unusual but legitimate: no alert may name it.</summary>
    NearMiss,
}
