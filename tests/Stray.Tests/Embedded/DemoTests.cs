using Stray.Embedded;
using Stray.Settings;

namespace Stray.Tests.Embedded;

/// <summary>The whole path on offices that nothing was tuned on one of: every seed is another office, another day.</summary>
public sealed class DemoTests
{
    private const int FewestFound = 8;
    private const int MostFalse = 2;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(8)]
    public void Most_strays_are_found_and_ordinary_hosts_are_left_alone(ulong seed)
    {
        var folder = Directory.CreateTempSubdirectory("stray-demo").FullName;
        try
        {
            var result = new Demo(folder, seed, new StraySettings(), TimeProvider.System).Run(Silence.Instance, TestContext.Current.CancellationToken);
            var (verdict, strays) = (result.Verdict, result.Key.Strays.Select(s => s.Id).ToList());

            Assert.Equal(10, verdict.Planted);
            Assert.Equal(strays.Order(), verdict.Found.Concat(verdict.Missed).Order());
            Assert.True(verdict.Found.Count >= FewestFound, $"missed {string.Join(", ", verdict.Missed)}");
            Assert.True(verdict.FalseAlerts.Count <= MostFalse, string.Join("; ", verdict.FalseAlerts.Select(a => $"{a.Entity} {string.Join(' ', a.Findings)}")));
            Assert.All(result.Run.Alerts, a => Assert.NotEmpty(a.NextSteps));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
