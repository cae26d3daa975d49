using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Stray.Capture.Flows;
using Stray.Capture.Frames;
using Stray.Contracts;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Telemetry;
using Stray.Detection.Alerting;
using Stray.Embedded;
using Stray.Streaming;
using Stray.Tests.Contracts.Wire;
using Stray.Tests.Training;
using Stray.Training.Registry;
using Stray.Transport.Producers;
using Stray.Transport.Telemetry;
using Stray.Transport.Workers;

namespace Stray.Tests.Telemetry;

/// <summary>All metrics classes are driven with hostile records; what they measure must stay inside the catalogue.</summary>
public sealed class LabelTests : IDisposable
{
    private const string Hostile = "10.66.66.66";

    private readonly Meter _meter = new(InstrumentCatalogue.Source);
    private readonly ActivitySource _source = new(InstrumentCatalogue.Source);
    private readonly Measured _measured;

    public LabelTests() => _measured = new(_meter);

    [Fact]
    public void Every_measurement_carries_only_the_labels_and_values_of_the_catalogue()
    {
        DriveAll();
        var definitions = InstrumentCatalogue.All.ToDictionary(i => i.Name);
        foreach (var (instrument, _, labels) in _measured.All)
        {
            var allowed = definitions[instrument.Name].Labels.ToDictionary(l => l.Key);
            Assert.All(labels, label =>
            {
                Assert.True(allowed.TryGetValue(label.Key, out var definition), $"{instrument.Name} {label.Key}");
                Assert.True(definition.Values?.Contains(label.Value) ?? label.Value != null, $"{instrument.Name} {label.Key}={label.Value}");
                Assert.DoesNotContain(Hostile, label.Value, StringComparison.Ordinal);
            });
        }
    }

    [Fact]
    public void Every_instrument_of_the_catalogue_is_measured_by_some_stage()
    {
        DriveAll();
        Assert.Equal([], InstrumentCatalogue.All.Select(i => i.Name).Except(_measured.All.Select(m => m.Instrument.Name)));
    }

    [Fact]
    public void Every_reason_to_drop_is_counted_by_somebody()
    {
        DriveAll();
        var counted = _measured.All.SelectMany(m => m.Labels).Where(l => l.Key == Labels.DropReason.Key).Select(l => l.Value).Distinct();
        Assert.Equal(["evicted"], Labels.DropReason.Values!.Except(counted)); // of a tracker that is full: FlowTrackerTests
    }

    [Fact]
    public void Instruments_have_the_catalogue_s_unit_and_description()
    {
        DriveAll();
        var definitions = InstrumentCatalogue.All.ToDictionary(i => i.Name);
        Assert.All(_measured.All.Select(m => m.Instrument).Distinct(), i =>
            Assert.Equal((definitions[i.Name].Unit, definitions[i.Name].What), (i.Unit, i.Description)));
    }

    public void Dispose()
    {
        _measured.Dispose();
        _meter.Dispose();
        _source.Dispose();
    }

    private void DriveAll()
    {
        DriveCapture();
        DriveWorker();
        DriveProducer();
        DriveScore();
        var alerts = new AlertMetrics(_meter, TimeProvider.System);
        for (var seed = 0; seed < 50; seed++)
        {
            alerts.Told(RandomAlerts.Of(seed).Alert);
        }
    }

    private void DriveScore()
    {
        var options = new AlertOptions { FlaggedPValue = 0.5 };
        var model = Rows.Train(Rows.Many(2000, seed: 1));
        var judge = new FlowJudge(model, options);
        var manifest = new ModelManifest
        {
            Name = "default",
            Version = "20261124T103000Z",
            Sha256 = "",
            Bytes = 0,
            FeatureFingerprint = "",
            Features = [],
            Segments = [],
            Training = new(null, null, 2000, 1, new Dictionary<string, string>()),
        };
        var metrics = new ScoreMetrics(_meter, judge, new(model, manifest), options, TimeProvider.System);
        judge.Judge(new FlowRecord { Features = Rows.Ordinary(new Random(2)), App = Hostile, Sensor = Hostile });
        metrics.Tell();
    }

    private void DriveCapture()
    {
        var capture = new CaptureMetrics(_meter);
        var flow = new FlowRecord { Sensor = Hostile, ServerName = Hostile, App = Hostile, CommunityId = Hostile };
        foreach (var name in FindingCatalogue.All.Select(f => f.Name))
        {
            flow.Findings.Add(new FlowFinding(name, 1, 0, 4, 0, 2, new FindingDetail(Hostile)));
        }

        capture.Count(flow);
        var read = new FrameCounters { Read = 5, Bytes = 500, KernelDropped = 1, InterfaceDropped = 1, FilteredOut = 1, LeftUnread = 1, UnsupportedLinkType = { [147] = 1 } };
        capture.Take(read, new CaptureQuality());
    }

    private void DriveWorker()
    {
        var worker = new WorkerMetrics(_meter, _source);
        var record = new StreamRecord(new()
        {
            Topic = Topics.Flows,
            Partition = 3,
            Offset = 7,
            Message = new() { Key = Encoding.UTF8.GetBytes(Hostile), Value = Encoding.UTF8.GetBytes(Hostile) },
        });
        worker.Processed(record, DateTimeOffset.UnixEpoch);
        worker.Buried(record);
        worker.Replayed(record);
        worker.Late(Topics.Flows);
        foreach (var kind in Labels.Rebalance.Values!)
        {
            worker.Rebalanced(kind, 2);
        }

        worker.Ended(aborted: false, sent: 3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        worker.Ended(aborted: true, sent: 3, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        worker.Lagging(new(Topics.Flows, 3), 9);
    }

    private void DriveProducer()
    {
        var totals = new PublisherTotals();
        totals.Accept();
        totals.Deliver();
        foreach (var why in Enum.GetValues<FlowLoss>())
        {
            totals.Lose(why, 1);
        }

        new SinkMetrics(_meter, Topics.Flows, totals).Take();
    }
}
