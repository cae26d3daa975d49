using Stray.Contracts.Flows;
using Stray.Detection.Scoring;

namespace Stray.Training.Evaluation;

/// <summary>One labelled row of a feature table.</summary>
/// <param name="Label">1 attack, 0 benign, null unknown: out of fit and metrics.</param>
/// <param name="Train">Of the baseline period.</param>
/// <param name="Group">Attack family; empty without one.</param>
/// <param name="Entity">Whose baseline judges it; empty for everybody's.</param>
public sealed record EvaluationRow(
    float[] Features, int? Label, bool Train, string Group, string Entity, SegmentKey Segment, SegmentKey Parent)
{
    public double Time { get; init; }

    /// <summary>A row of the product's own features; the flow record may be reused by its producer.</summary>
    public static EvaluationRow Of(FlowRecord flow, int? label, bool train, string group, string entity)
    {
        var own = SegmentKey.Of(flow);
        return new([.. flow.Features], label, train, group, entity, own, own.ParentOf(flow.Protocol)) { Time = flow.Start };
    }
}
