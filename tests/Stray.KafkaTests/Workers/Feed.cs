using Confluent.Kafka;
using Stray.Contracts;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Wire;
using Stray.Detection.Alerting;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Workers;

/// <summary>Flows with a known set of alerts: hosts of an office over many alert windows, some of which break a rule.</summary>
internal static class Feed
{
    private const int HostsPerWindow = 40;
    private static readonly AlertOptions Options = new();

    public static IEnumerable<FlowRecord> Flows(int count)
    {
        var window = Options.Window.Ticks * 100;
        for (var i = 0; i < count; i++)
        {
            var flow = new FlowRecord { Tenant = "default", Sensor = "feed", CommunityId = $"1:{i:x27}=", Direction = FlowDirection.Outbound, Protocol = 6 };
            Assert.True(Address.TryParse($"10.1.{i % HostsPerWindow}.{1 + (i % 3)}", out var source));
            Assert.True(Address.TryParse("192.0.2.1", out var destination));
            (flow.Source, flow.Destination, flow.SourcePort, flow.DestinationPort) = (source, destination, (ushort)(1024 + (i % 60_000)), 443);
            flow.Start = ((i / 400) * window) + (i * 1_000_000L);
            flow.End = flow.Start + 5;
            flow.Features = new float[Contracts.Features.FeatureCatalogue.All.Count];
            if (Finding(i) is { } name)
            {
                flow.Findings.Add(new FlowFinding(name, i, 54, 2, flow.Start, 1, new("flags {0}", i % 64)));
            }

            yield return flow;
        }
    }

    /// <summary>The alerts of the same flows from one process: id and what an analyst reads.</summary>
    public static SortedDictionary<string, string> Expected(int count)
    {
        var fold = new AlertFold(Options, TimeProvider.System);
        foreach (var flow in Flows(count))
        {
            fold.Add(flow, null);
        }

        return new(fold.Close().ToDictionary(a => a.Id, Text), StringComparer.Ordinal);
    }

    public static string Text(Alert alert) =>
        $"{alert.Entity} {alert.WindowStart} {alert.FirstSeen}..{alert.LastSeen} {alert.Severity} {alert.FlowCount} {alert.Title} | {alert.Seen} | {string.Join(';', alert.NextSteps)}";

    /// <summary>Publishes flows, with a pause after every <paramref name="burst"/> so that they keep coming for a while.</summary>
    public static async Task PublishAsync(ClusterOptions options, int count, int burst, TimeSpan pause, CancellationToken stop)
    {
        using var producer = new ProducerBuilder<string, byte[]>(new ClientConfigs(options).Producer())
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        var encoder = new RecordEncoder<FlowCodec, FlowRecord>(new FixedSchemaIds().IdOf(Topics.Flows));
        var sent = 0;
        foreach (var flow in Flows(count))
        {
            producer.Produce(options.Topic(Topics.Flows), new() { Key = flow.CommunityId, Value = encoder.Encode(flow)! });
            if (++sent % burst == 0 && pause > TimeSpan.Zero)
            {
                producer.Poll(TimeSpan.Zero);
                await Task.Delay(pause, stop);
            }
        }

        producer.Flush(stop);
    }

    // One flow in eight is notable; of the hosts, some break a rule and alert, some only look odd and do not.
    private static FindingName? Finding(int i) => (i % 8, i % HostsPerWindow % 4) switch
    {
        (0, 0) => FindingName.TcpFlagsIllegal,
        (0, 2) => FindingName.IpVersionMismatch,
        (0, _) => FindingName.TcpChecksumBad,
        (4, _) => FindingName.AppProtocolPortMismatch,
        _ => null,
    };
}
