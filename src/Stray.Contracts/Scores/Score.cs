namespace Stray.Contracts.Scores;

/// <summary>How far a flow strays from the local baseline.</summary>
/// <param name="Value">The combined anomaly score; larger is stranger; finite.</param>
/// <param name="PValue">Conformal p-value in (0, 1]: the share of held-back baseline flows at least this strange.</param>
/// <param name="Segment">The baseline segment that judged it, e.g. <c>tls/outbound</c>.</param>
/// <param name="Model">Name and version of the model, e.g. <c>default@20261124T103000Z</c>.</param>
public sealed record Score(double Value, double PValue, string Segment, string Model, IReadOnlyList<Reason> Reasons);
