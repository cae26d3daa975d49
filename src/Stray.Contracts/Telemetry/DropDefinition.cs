namespace Stray.Contracts.Telemetry;

/// <summary>One reason to drop, as data.</summary>
/// <param name="Id">The label's value.</param>
/// <param name="Intended">Whether a user asked for it; the others are losses.</param>
/// <param name="Unit">What one count of it is.</param>
/// <param name="What">What happened.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record DropDefinition(DropReason Reason, string Id, bool Intended, string Unit, string What, string Advice);
