using Stray.Detection.Scoring;

namespace Stray.Training;

/// <summary>A model, or the reason why these rows give none.</summary>
public sealed record TrainingResult(ScoringModel? Model, string? Failure);
