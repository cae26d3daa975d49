using System.Diagnostics;
using System.Globalization;
using System.Net;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Stray.Contracts;
using Stray.Contracts.Wire;
using Stray.Transport.Cluster;
using Stray.Transport.Provisioning;
using Stray.Transport.Wire;

namespace Stray.Benchmarks;

/// <summary>
/// Capture to alerts over Kafka as a user runs it: a process a stage, as many score and alert processes as partitions. Measured
/// from the start of the capture until every flow is judged and every alert of the embedded run is on its topic.
/// </summary>
internal sealed class StreamRun(string bootstrap, string capture, string baseline, IReadOnlySet<string> expected)
{
    private const int FirstPort = 19_600;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly List<Process> _workers = [];

    public async Task<StreamCost> RunAsync(int workers)
    {
        var options = new ClusterOptions { Bootstrap = bootstrap, Prefix = $"stream{workers}-{TimeProvider.System.GetUtcNow():HHmmss}.", InstanceId = "bench" };
        await ProvisionAsync(options, workers).ConfigureAwait(false);
        try
        {
            await StartWorkersAsync(options, workers).ConfigureAwait(false);
            var began = TimeProvider.System.GetTimestamp();
            using var capturing = Start(options, "capture", ["-r", capture, "-q"], "capture", 0);
            await capturing.WaitForExitAsync().ConfigureAwait(false);
            var captured = TimeProvider.System.GetElapsedTime(began);
            var flows = await AwaitJudgedAsync(options, workers).ConfigureAwait(false);
            var judged = TimeProvider.System.GetElapsedTime(began);
            Await(() => expected.IsSubsetOf(AlertIds(options, workers)));
            return new(workers, flows, captured, judged, TimeProvider.System.GetElapsedTime(began));
        }
        finally
        {
            Stop();
        }
    }

    private static async Task ProvisionAsync(ClusterOptions options, int partitions)
    {
        using var admin = new TopicAdmin(options);
        var plan = TopicPlan.Make(TopicCatalogue.For(options, partitions, 1), new Dictionary<string, TopicState>());
        if (await admin.ApplyAsync(plan, static _ => { }).ConfigureAwait(false) is { } failure)
        {
            throw new InvalidOperationException(failure.Reason);
        }
    }

    private async Task StartWorkersAsync(ClusterOptions options, int workers)
    {
        for (var i = 0; i < workers; i++)
        {
            _workers.Add(Start(options, "score", ["--baseline", baseline], $"s{i}", FirstPort + (2 * i)));
            _workers.Add(Start(options, "alert", ["--baseline", baseline], $"a{i}", FirstPort + (2 * i) + 1));
        }

        using var http = new HttpClient();
        for (var port = FirstPort; port < FirstPort + (2 * workers); port++)
        {
            await AwaitReadyAsync(http, new Uri($"http://127.0.0.1:{port}/readyz")).ConfigureAwait(false);
        }
    }

    private static async Task AwaitReadyAsync(HttpClient http, Uri health)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            try
            {
                using var answer = await http.GetAsync(health).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(Look, TimeProvider.System).ConfigureAwait(false);
        }

        throw new TimeoutException($"{health} does not get ready");
    }

    private static async Task<long> AwaitJudgedAsync(ClusterOptions options, int partitions)
    {
        var configs = new ClientConfigs(options);
        using var admin = new AdminClientBuilder(configs.Admin()).Build();
        using var reader = new ConsumerBuilder<byte[], byte[]>(configs.Reader("tap")).Build();
        var parts = Enumerable.Range(0, partitions).Select(p => new TopicPartition(options.Topic(Topics.Flows), p)).ToList();
        var end = parts.Sum(p => reader.QueryWatermarkOffsets(p, Patience).High.Value);
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Patience)
        {
            var committed = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(options.Group("score"), parts)]).ConfigureAwait(false);
            if (committed[0].Partitions.Sum(p => Math.Max(0, p.Offset.Value)) == end)
            {
                return end;
            }

            await Task.Delay(Look, TimeProvider.System).ConfigureAwait(false);
        }

        throw new TimeoutException("not every flow was judged");
    }

    private static HashSet<string> AlertIds(ClusterOptions options, int partitions)
    {
        var config = new ClientConfigs(options).Reader("tap");
        config.EnablePartitionEof = true;
        using var reader = new ConsumerBuilder<byte[], byte[]>(config).Build();
        reader.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(options.Topic(Topics.Alerts), p, Offset.Beginning)));
        var (ids, message) = (new HashSet<string>(), AlertCodec.Create());
        var decoder = new RecordDecoder<AlertCodec, Contracts.Alerts.AlertMessage>(new FixedSchemaIds());
        for (var open = partitions; open > 0;)
        {
            var next = reader.Consume(Patience);
            if (next.IsPartitionEOF)
            {
                open--;
            }
            else if (decoder.Decode(next.Message.Value, message, out _) == DecodeOutcome.Ok)
            {
                ids.Add(message.Alert.Id);
            }
        }

        return ids;
    }

    private static void Await(Func<bool> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException("not every alert of the embedded run came");
            }
        }
    }

    private static Process Start(ClusterOptions options, string verb, string[] arguments, string instance, int port)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "stray"), [verb, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["STRAY__KAFKA__BOOTSTRAP"] = options.Bootstrap;
        start.Environment["STRAY__KAFKA__PREFIX"] = options.Prefix;
        start.Environment["STRAY__KAFKA__INSTANCEID"] = instance;
        if (port > 0)
        {
            start.Environment["STRAY__TELEMETRY__LISTEN"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        }

        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private void Stop()
    {
        foreach (var worker in _workers)
        {
            worker.Kill();
            worker.WaitForExit();
            worker.Dispose();
        }

        _workers.Clear();
    }
}

/// <summary>What one run took, each from the start of the capture.</summary>
internal sealed record StreamCost(int Workers, long Flows, TimeSpan Captured, TimeSpan Judged, TimeSpan Alerted);
