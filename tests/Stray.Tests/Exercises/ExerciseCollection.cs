namespace Stray.Tests.Exercises;

/// <summary>One written office for every test class that reads it.</summary>
[CollectionDefinition(Name)]
public sealed class ExerciseCollection : ICollectionFixture<WrittenCapture>
{
    public const string Name = "exercises";
}
