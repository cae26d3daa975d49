namespace Stray.Tests;

/// <summary>The project references are the architecture: they decide which stage may know which.</summary>
public sealed class HouseTests
{
    [Theory]
    [InlineData("Stray.Contracts", "")]
    [InlineData("Stray.Capture", "Stray.Contracts")]
    [InlineData("Stray.Detection", "Stray.Contracts")]
    [InlineData("Stray.Training", "Stray.Contracts Stray.Detection")]
    [InlineData("Stray.Transport", "Stray.Contracts")]
    [InlineData("Stray.Exercises", "Stray.Contracts")]
    public void A_stage_refers_only_to_what_lies_before_it(string project, string allowed)
    {
        var referenced = System.Reflection.Assembly.Load(project).GetReferencedAssemblies()
            .Select(a => a.Name!).Where(n => n.StartsWith("Stray", StringComparison.Ordinal));
        Assert.Empty(referenced.Except(allowed.Split(' ')));
    }
}
