using System.Text.Json;
using System.Text.Json.Serialization;

namespace Stray.Training.Registry;

/// <summary>What is known of a model besides its parameters; <c>manifest.json</c>, and the value on <c>stray.models.v1</c>.</summary>
public sealed record ModelManifest
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        MaxDepth = 16,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public required string Name { get; init; }

    /// <summary>UTC second of publication, e.g. <c>20261124T103000Z</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Lower-case hexadecimal, of model.bin.</summary>
    public required string Sha256 { get; init; }

    public required long Bytes { get; init; }

    /// <summary>SHA-256 of the feature names in order.</summary>
    public required string FeatureFingerprint { get; init; }

    public required IReadOnlyList<string> Features { get; init; }

    public required TrainingRecord Training { get; init; }

    public required IReadOnlyList<SegmentRecord> Segments { get; init; }

    /// <summary>Base64 ECDSA over the manifest without this field; the hash in it covers the parameters.</summary>
    public string? Signature { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Null when the bytes are not a manifest.</summary>
    public static ModelManifest? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<ModelManifest>(bytes, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What the model was made of and with.</summary>
/// <param name="From">First row of the window, UTC; null when rows carry no time.</param>
/// <param name="Rows">Rows offered, before sampling.</param>
/// <param name="Trainers">Package → version.</param>
public sealed record TrainingRecord(
    DateTimeOffset? From, DateTimeOffset? To, long Rows, int Seed, IReadOnlyDictionary<string, string> Trainers)
{
    /// <summary>
    /// Distinct (source, destination, service) edges an hour, added up over the window's hours: flows of one edge are near
    /// copies, so alerts are budgeted by edge. 0 when not counted: then by row.
    /// </summary>
    public long EdgeHours { get; init; }
}

/// <summary>One segment's calibration in short.</summary>
/// <param name="Calibrated">Held-back rows behind its p-values.</param>
/// <param name="OnePercent">Score that baseline rows exceed at 1 %.</param>
/// <param name="OnePerMille">Score that baseline rows exceed at 0.1 %.</param>
public sealed record SegmentRecord(string Name, string Parent, int Calibrated, double OnePercent, double OnePerMille);
