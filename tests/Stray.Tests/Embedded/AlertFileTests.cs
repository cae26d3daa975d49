using Avro.File;
using Avro.Generic;
using Stray.Contracts.Alerts;
using Stray.Contracts.Wire;
using Stray.Tests.Contracts.Wire;
using Stray.Tests.Exercises;

namespace Stray.Tests.Embedded;

/// <summary>The alerts of a run folder, as other programs find them.</summary>
[Collection(ExerciseCollection.Name)]
public sealed class AlertFileTests(JudgedAfternoon run) : IClassFixture<JudgedAfternoon>
{
    [Fact]
    public void Apache_avro_reads_the_alert_file_and_finds_the_same_alerts()
    {
        using var reader = DataFileReader<GenericRecord>.OpenReader(File.OpenRead(run.Folder.Alerts));
        var ids = new List<string>();
        while (reader.HasNext())
        {
            ids.Add((string)reader.Next()["uid"]);
        }

        Assert.NotEmpty(ids);
        Assert.Equal(run.Summary.Alerts.Select(a => a.Id), ids);
    }

    [Fact]
    public void Every_line_of_alerts_is_the_ocsf_json_of_its_record()
    {
        using var reader = new RecordFileReader<AlertCodec, AlertMessage>(File.OpenRead(run.Folder.Alerts), run.Folder.Alerts);
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
        Assert.Equal(File.ReadAllLines(run.Folder.AlertLines), lines);
    }
}
