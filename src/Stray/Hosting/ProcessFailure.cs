using Stray.Contracts;

namespace Stray.Hosting;

/// <summary>Why a process cannot go on. A bare reason stands for <see cref="ExitCode.Unavailable"/>: trying again may help.</summary>
/// <param name="Reason">For a person, with what to do.</param>
public sealed record ProcessFailure(ExitCode Code, string Reason)
{
    public static implicit operator ProcessFailure?(string? reason) => reason is null ? null : new(ExitCode.Unavailable, reason);
}
