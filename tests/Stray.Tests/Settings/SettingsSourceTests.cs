using Stray.Settings;

namespace Stray.Tests.Settings;

public sealed class SettingsSourceTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".json");

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        File.WriteAllText(_file, """{ "alerts": { "budget": "3/day", "windowMinutes": 30 } }""");
        var (settings, failure) = Read(("STRAY__ALERTS__BUDGET", "0.1%"));
        Assert.Null(failure);
        Assert.Equal(("0.1%", 30), (settings!.Alerts.Budget, settings.Alerts.WindowMinutes));
    }

    [Fact]
    public void A_typo_in_the_file_is_refused_with_its_line()
    {
        File.WriteAllText(_file, "{\n  \"alerts\": {\n    \"buget\": \"3/day\"\n  }\n}");
        var (_, failure) = Read();
        Assert.Contains("line 3", failure!.Where, StringComparison.Ordinal);
        Assert.Contains("buget", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_typo_in_the_environment_is_refused_with_its_name()
    {
        File.WriteAllText(_file, "{}");
        Assert.Equal("STRAY__ALERTS__BUGET", Read(("STRAY__ALERTS__BUGET", "1")).Failure!.Where);
    }

    [Theory]
    [InlineData("STRAY__CAPTURE__FLOWMEMORYMIB", "1", "16 to 65536")]
    [InlineData("STRAY__CAPTURE__LOCALNETWORKS", "10.0.0.0/99", "CIDR")]
    [InlineData("STRAY__ALERTS__BUDGET", "often", "rate")]
    public void A_value_outside_its_limit_is_refused_with_the_limit(string name, string value, string says)
    {
        File.WriteAllText(_file, "{}");
        Assert.Contains(says, Read((name, value)).Failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_file_must_exist() => Assert.Contains("no such", Read().Failure!.Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("5/day", 1000, 0.005)]
    [InlineData("0.1%", 1000, 0.001)]
    [InlineData("0.02", 1, 0.02)]
    [InlineData("1/day", 1, 0.05)]
    public void A_budget_becomes_the_p_value_that_keeps_it(string text, double flowsPerDay, double expected)
    {
        Assert.True(AlertBudget.TryParse(text, out var budget));
        Assert.Equal(expected, budget.FlaggedPValue(flowsPerDay), 12);
    }

    public void Dispose() => File.Delete(_file);

    private (StraySettings? Settings, SettingsFailure? Failure) Read(params (string, string)[] environment) =>
        SettingsSource.Read(_file, environment.Select(e => KeyValuePair.Create(e.Item1, e.Item2)));
}
