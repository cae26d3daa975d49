using System.Text.Json;
using Confluent.Kafka;
using Stray.Contracts;
using Stray.KafkaTests.Clusters;
using Stray.Transport.Cluster;
using Stray.Transport.Wire;

namespace Stray.KafkaTests.Foreign;

/// <summary>Programs that know nothing of this product read its topics, given the .avsc alone.</summary>
public sealed class ForeignClientTests(OneBroker shared) : IDisposable
{
    private const int Count = 50;
    private const string Python = "/usr/bin/python3"; // Debian's, which has Debian's libraries

    private readonly string _schema = Path.GetTempFileName();

    public static TheoryData<string> Topics => [.. Schemas.Names];

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task Python_reads_a_topic(string topic)
    {
        await NeedAsync();
        var (options, messages) = await WriteAsync(topic);
        var output = await Tool.RunAsync(Python, [Script, _schema, "consume", options.Bootstrap, options.Topic(topic), $"{Count}"]);
        AssertSame(topic, messages, output);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task Kcat_reads_a_topic(string topic)
    {
        await NeedAsync();
        Tool.Need("kcat", "kcat");
        var (options, messages) = await WriteAsync(topic);
        var printed = await Tool.RunForBytesAsync("kcat", "-b", options.Bootstrap, "-C", "-t", options.Topic(topic), "-o", "beginning", "-e", "-q", "-f", "%R%s");
        AssertSame(topic, messages, await Tool.RunAsync(Python, [Script, _schema, "stdin"], input: printed));
    }

    public void Dispose() => File.Delete(_schema);

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Foreign", "decode.py");

    private static async Task NeedAsync()
    {
        try
        {
            await Tool.RunAsync(Python, ["-c", "import avro.io, confluent_kafka"]);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Debian's python3-avro or python3-confluent-kafka is not installed");
        }
    }

    // One partition, so that what comes back is in the order it was written.
    private async Task<(ClusterOptions Options, byte[][] Messages)> WriteAsync(string topic)
    {
        await File.WriteAllTextAsync(_schema, Schemas.Text(topic));
        var options = (await shared.GetAsync()).NewOptions();
        await Provisioned.ApplyAsync(options, partitions: 1);
        var messages = SampleMessages.Of(topic, Count);
        using var producer = new ProducerBuilder<string, byte[]>(new ClientConfigs(options).Producer()).Build();
        foreach (var message in messages)
        {
            producer.Produce(options.Topic(topic), new() { Key = "key", Value = message });
        }

        producer.Flush(TestContext.Current.CancellationToken);
        return (options, messages);
    }

    private static void AssertSame(string topic, byte[][] messages, string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(messages.Length, lines.Length);
        for (var i = 0; i < lines.Length; i++)
        {
            using var line = JsonDocument.Parse(lines[i]);
            Assert.Equal(new FixedSchemaIds().IdOf(topic), line.RootElement.GetProperty("id").GetInt32());
            SameValue.Assert(SampleMessages.Decode(topic, messages[i]), line.RootElement.GetProperty("record"), $"{topic} {i}");
        }
    }
}
