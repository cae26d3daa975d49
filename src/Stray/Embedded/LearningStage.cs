using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.Runs;
using Stray.Training;
using Stray.Training.Baselines;
using Stray.Training.Registry;

namespace Stray.Embedded;

/// <summary>Step T of an embedded run: fits a model on the run's flows and publishes it.</summary>
internal sealed class LearningStage(RunFolder folder, ModelRegistry registry)
{
    /// <summary>
    /// For when a person waits for the model: a third of the training time of the defaults, and still enough rows for the
    /// calibration's tail.
    /// </summary>
    private static TrainingOptions Quick { get; } = new()
    {
        MaximumSegmentRows = 2500,
        Centres = 40,
        CoarseCentres = 15,
        CentreRows = 1000,
        Folds = 3,
    };

    private readonly EdgeHours _edges = new();

    /// <param name="span">First to last flow of the run: too short a stretch must not teach the hour.</param>
    /// <returns>The published model, or why there is none.</returns>
    public (PublishedModel? Model, string? Failure) Learn(string name, TimeSpan span, IProgress<double> progress)
    {
        var options = Quick;
        var baseline = new Baseline([.. FeatureCatalogue.All.Select(f => f.Id)], options, FeatureCatalogue.Fingerprint);
        var (from, to) = Fill(baseline, span);
        var result = new Trainer(options).Train(name, baseline, progress);
        if (result.Model is null)
        {
            return (null, result.Failure);
        }

        var record = new TrainingRecord(from, to, baseline.Rows, options.Seed, TrainerVersions.Current) { EdgeHours = _edges.Count };
        var (published, refused) = registry.Publish(name, result.Model, record, BaselinePage.Of(result.Model, baseline));
        return (published, refused?.ToString());
    }

    // A flow that breaks a standard is no example of what is normal here, however often it occurs.
    private (DateTimeOffset? From, DateTimeOffset? To) Fill(Baseline baseline, TimeSpan span)
    {
        using var flows = new RecordFileReader<FlowCodec, FlowRecord>(File.OpenRead(folder.Flows), folder.Flows);
        var flow = FlowCodec.Create();
        var (first, last) = (long.MaxValue, long.MinValue);
        while (flows.TryRead(flow))
        {
            if (!flow.Findings.Exists(f => FindingCatalogue.Of(f.Name).Tier == FindingTier.A))
            {
                Seasons.Blank(flow, span);
                _edges.Add(flow);
                baseline.Add(flow);
                (first, last) = (Math.Min(first, flow.Start), Math.Max(last, flow.End));
            }
        }

        return baseline.Rows == 0 ? (null, null) : (EventTime.Moment(first), EventTime.Moment(last));
    }
}
