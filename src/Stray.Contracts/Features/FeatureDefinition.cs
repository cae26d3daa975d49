namespace Stray.Contracts.Features;

/// <summary>One numeric feature: a column of the model, a field of the record, a row of docs/features.md.</summary>
/// <param name="Id">snake_case name, stable for ever.</param>
/// <param name="Unit">s, bytes, packets, 1/s, bits, share (0..1), count, flag.</param>
/// <param name="Range">What values can occur, in words.</param>
/// <param name="What">What it measures and why an analyst cares.</param>
/// <param name="Source">Where the idea or the definition comes from.</param>
public sealed record FeatureDefinition(string Id, FeatureScope Scope, string Unit, string Range, string What, string Source);
