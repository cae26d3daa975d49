using System.Security.Cryptography;
using Stray.Detection.Scoring;

namespace Stray.Training.Registry;

/// <summary>Model and circumstances → manifest.</summary>
internal static class ManifestWriter
{
    public static ModelManifest Describe(string name, string version, ScoringModel model, byte[] bytes, TrainingRecord training) => new()
    {
        Name = name,
        Version = version,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        Bytes = bytes.Length,
        FeatureFingerprint = model.Fingerprint,
        Features = model.Features,
        Training = training,
        Segments = [.. model.Segments.Select(s => Describe(s, model))],
    };

    private static SegmentRecord Describe(SegmentModel segment, ScoringModel model) => new(
        segment.Name,
        segment.Parent < 0 ? "" : model.Segments[segment.Parent].Name,
        segment.Calibration.Count,
        segment.Calibration.Threshold(0.01),
        segment.Calibration.Threshold(0.001));
}
