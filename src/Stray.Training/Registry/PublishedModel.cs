using Stray.Detection.Scoring;

namespace Stray.Training.Registry;

/// <summary>A model that passed every check, with its papers.</summary>
public sealed record PublishedModel(ScoringModel Model, ModelManifest Manifest);
