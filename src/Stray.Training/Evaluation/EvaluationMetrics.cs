using System.Text.Json.Serialization;

namespace Stray.Training.Evaluation;

/// <summary>How well attacks are told from benign rows, for all rows or one group. Null where a side is empty.</summary>
public record EvaluationMetrics
{
    [JsonPropertyName("auc")]
    public double? Auc { get; init; }

    [JsonPropertyName("average_precision")]
    public double? AveragePrecision { get; init; }

    [JsonPropertyName("recall")]
    public double? Recall { get; init; }

    [JsonPropertyName("realised_fpr")]
    public double? RealisedFpr { get; init; }

    [JsonPropertyName("promised_fpr")]
    public double PromisedFpr { get; init; }

    [JsonPropertyName("rows")]
    public EvaluationCounts Rows { get; init; } = new(0, 0, 0, 0);

    [JsonPropertyName("seconds")]
    public EvaluationSeconds Seconds { get; init; } = new(0, 0);
}

/// <summary>Rows fitted on, rows calibrated on, rows judged, attacks among those.</summary>
public sealed record EvaluationCounts(
    [property: JsonPropertyName("train")] int Train,
    [property: JsonPropertyName("calibrate")] int Calibrate,
    [property: JsonPropertyName("test")] int Test,
    [property: JsonPropertyName("attacks")] int Attacks);

/// <summary>Wall time.</summary>
public sealed record EvaluationSeconds(
    [property: JsonPropertyName("fit")] double Fit,
    [property: JsonPropertyName("score")] double Score);

/// <summary>The metrics of one group: its attacks against all benign test rows, or a benign group's own false alarms.</summary>
public sealed record GroupMetrics : EvaluationMetrics
{
    [JsonPropertyName("group"), JsonPropertyOrder(-1)]
    public string Group { get; init; } = "";
}

/// <summary>The whole of <c>stray evaluate --json</c>.</summary>
public sealed record EvaluationResult : EvaluationMetrics
{
    [JsonPropertyName("groups")]
    public IReadOnlyList<GroupMetrics> Groups { get; init; } = [];

    /// <summary>Each detector alone, when all candidates were trained; left out otherwise.</summary>
    [JsonPropertyName("candidates"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<GroupMetrics>? Candidates { get; init; }

    /// <summary>Test rows the model could not score; they count as alerts.</summary>
    [JsonIgnore]
    public int Unscorable { get; init; }
}
