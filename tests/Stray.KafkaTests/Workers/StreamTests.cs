using Confluent.Kafka;
using Stray.KafkaTests.Clusters;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Workers;

public sealed class StreamTests(OneBroker one, ThreeBrokers three, ITestOutputHelper output)
{
    private const int Kills = 20;

    [Theory]
    [InlineData(GroupProtocol.Consumer)]
    [InlineData(GroupProtocol.Classic)]
    public async Task Alerts_from_the_stream_are_those_of_one_process(GroupProtocol protocol)
    {
        const int Flows = 20_000;
        var options = (await one.GetAsync()).NewOptions() with { GroupProtocol = protocol };
        await Provisioned.ApplyAsync(options);
        await using var score = WorkerProcess.Start(options, "s1", "score");
        await using var alert = WorkerProcess.Start(options, "a1", "alert");
        await Feed.PublishAsync(options, Flows, int.MaxValue, TimeSpan.Zero, TestContext.Current.CancellationToken);
        var alerts = new AlertsTopic(options);
        await alerts.AwaitAsync(Feed.Expected(Flows), TimeSpan.FromSeconds(60));
        Assert.All(alerts.Created, a => Assert.Equal(1, a.Value));
        Assert.Equal((0, 0), (await score.StopAsync(), await alert.StopAsync()));
    }

    [Fact]
    public async Task Killed_workers_and_a_stopped_broker_neither_lose_nor_double_an_alert()
    {
        const int Flows = 60_000;
        var cluster = await three.GetAsync();
        var options = cluster.NewOptions();
        await Provisioned.ApplyAsync(options, replicas: 3);
        await using var chaos = new Chaos(options, new Random(7));
        var feeding = Feed.PublishAsync(options, Flows, burst: Flows / 120, TimeSpan.FromSeconds(0.5), TestContext.Current.CancellationToken);
        var broken = Task.CompletedTask;
        for (var kill = 1; kill <= Kills; kill++)
        {
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
            chaos.KillOne();
            broken = kill == Kills / 3 ? StopForAWhileAsync(cluster) : broken;
        }

        await Task.WhenAll(feeding, broken);
        var alerts = new AlertsTopic(options);
        await alerts.AwaitAsync(Feed.Expected(Flows), TimeSpan.FromSeconds(120));
        Assert.All(alerts.Created, a => Assert.Equal(1, a.Value));
        output.WriteLine($"{Kills} kills, one broker stopped for 30 s: {alerts.Last.Count} alerts in {alerts.Records} records");
    }

    private static async Task StopForAWhileAsync(KafkaCluster cluster)
    {
        await cluster.RunAsync("stop", "2");
        await Task.Delay(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await cluster.RunAsync("start", "2");
    }
}
