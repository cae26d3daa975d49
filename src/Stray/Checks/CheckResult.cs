using Stray.Contracts;

namespace Stray.Checks;

/// <summary>What one check found, and what to do about it.</summary>
/// <param name="Found">One line for a person.</param>
/// <param name="Advice">What to do; empty when nothing is.</param>
/// <param name="Code">What the process ends with when this is the first failure.</param>
public sealed record CheckResult(CheckOutcome Outcome, string Found, string Advice = "", ExitCode Code = ExitCode.Ok)
{
    public static CheckResult Ok(string found) => new(CheckOutcome.Ok, found);

    public static CheckResult Warning(string found, string advice) => new(CheckOutcome.Warning, found, advice);

    public static CheckResult Failed(string found, string advice, ExitCode code = ExitCode.Config) => new(CheckOutcome.Failed, found, advice, code);
}
