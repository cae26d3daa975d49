using Confluent.Kafka;
using Stray.Contracts;
using Stray.KafkaTests.Clusters;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Provisioning;

public sealed class CoPartitioningTests(OneBroker shared)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(GroupProtocol.Consumer)]
    [InlineData(GroupProtocol.Classic)]
    public async Task Two_members_of_a_joining_stage_get_the_same_partitions_of_both_topics(GroupProtocol protocol)
    {
        var options = (await shared.GetAsync()).NewOptions() with { GroupProtocol = protocol };
        await Provisioned.ApplyAsync(options);
        using var one = Member(options);
        using var two = Member(options);
        AwaitHalves(one, two);
        foreach (var member in new[] { one, two })
        {
            var byTopic = member.Assignment.ToLookup(p => p.Topic, p => p.Partition.Value);
            Assert.Equal(byTopic[options.Topic(Topics.Flows)].Order(), byTopic[options.Topic(Topics.Connections)].Order());
            member.Close();
        }
    }

    // Murmur2 of Kafka's own UtilsTest: -790332482, 479470107, -973932308.
    [Theory]
    [InlineData("foobar", (-790332482 & int.MaxValue) % 12)]
    [InlineData("abc", (479470107 & int.MaxValue) % 12)]
    [InlineData("21", (-973932308 & int.MaxValue) % 12)]
    public async Task A_key_goes_to_the_partition_where_Java_clients_put_it(string key, int partition)
    {
        var options = (await shared.GetAsync()).NewOptions();
        await Provisioned.ApplyAsync(options, 12);
        using var producer = new ProducerBuilder<string, string>(new ClientConfigs(options).Producer()).Build();
        var written = await producer.ProduceAsync(
            options.Topic(Topics.Flows), new() { Key = key, Value = "" }, TestContext.Current.CancellationToken);
        Assert.Equal(partition, written.Partition.Value);
    }

    private static IConsumer<string, byte[]> Member(ClusterOptions options)
    {
        var consumer = new ConsumerBuilder<string, byte[]>(new ClientConfigs(options).Consumer("score", joins: true)).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe([options.Topic(Topics.Flows), options.Topic(Topics.Connections)]);
        return consumer;
    }

    private static void AwaitHalves(IConsumer<string, byte[]> one, IConsumer<string, byte[]> two)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (one.Assignment.Count != 4 || two.Assignment.Count != 4)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience, "the group did not settle");
            one.Consume(TimeSpan.FromMilliseconds(100));
            two.Consume(TimeSpan.FromMilliseconds(100));
        }
    }
}
