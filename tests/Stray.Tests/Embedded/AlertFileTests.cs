using Avro.File;
using Avro.Generic;
using Stray.Contracts.Wire;
using Stray.Embedded;
using Stray.Settings;
using Stray.Tests.Contracts.Wire;
using Stray.Tests.Exercises;

namespace Stray.Tests.Embedded;

/// <summary>The alerts of an office's afternoon, by protocol checks and by a baseline, as the run folder holds them.</summary>
[Collection(ExerciseCollection.Name)]
public sealed class AlertFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stray-alerts-");
    private readonly RunFolder _run;
    private readonly Stray.Runs.RunSummary _summary;

    public AlertFileTests(WrittenCapture office)
    {
        var capture = Path.Combine(_folder.FullName, "exercise.pcap");
        File.WriteAllBytes(capture, office.Exercise);
        var settings = new StraySettings { Models = new ModelSettings { Path = Path.Combine(_folder.FullName, "models"), Name = "office" } };
        _run = new RunFolder(Path.Combine(_folder.FullName, "run"));
        (_summary, _) = new Pipeline(new([capture], null, null, null, true, _run.Path, settings), TimeProvider.System)
            .Run(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Apache_avro_reads_the_alert_file_and_finds_the_same_alerts()
    {
        using var reader = DataFileReader<GenericRecord>.OpenReader(File.OpenRead(_run.Alerts));
        var ids = new List<string>();
        while (reader.HasNext())
        {
            ids.Add((string)reader.Next()["uid"]);
        }

        Assert.NotEmpty(ids);
        Assert.Equal(_summary.Alerts.Select(a => a.Id), ids);
    }

    [Fact]
    public void Every_line_of_alerts_is_the_ocsf_json_of_its_record()
    {
        using var reader = new RecordFileReader<AlertCodec, Stray.Contracts.Alerts.AlertMessage>(File.OpenRead(_run.Alerts), _run.Alerts);
        var message = AlertCodec.Create();
        var lines = new List<string>();
        var (findings, flows) = (0, 0);
        while (reader.TryRead(message))
        {
            lines.Add(RandomAlerts.Json(message.Alert));
            findings += message.Alert.Findings.Count;
            flows += message.Alert.Flows.Count(f => f.Score.Reasons.Count > 0);
        }

        Assert.Null(reader.Failure);
        Assert.True(findings > 0 && flows > 0, $"{findings} findings and {flows} explained flows: the afternoon shows one kind of evidence only");
        Assert.Equal(File.ReadAllLines(_run.AlertLines), lines);
    }
}
