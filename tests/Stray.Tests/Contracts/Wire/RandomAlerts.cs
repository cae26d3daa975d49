using System.Text;
using System.Text.Json;
using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

/// <summary>Random alerts with every field used, extremes included.</summary>
internal static class RandomAlerts
{
    private static readonly string[] Texts =
        ["", "tls", "10.0.0.5", "00:16:3e:00:00:01", "größe → 雪 \U0001F512", "</script>\"\u202E\n{0}", new string('x', 300)];

    public static AlertMessage Of(int seed)
    {
        var random = new Random(seed);
        return new AlertMessage(new Alert(
            Text(random), Text(random), Text(random), Text(random), Long(random), Long(random), Long(random), Long(random),
            (Severity)random.Next(1, 6), random.Next(101), Text(random), Text(random), Text(random), Text(random),
            Some(random, Text), Some(random, Finding), Some(random, Flow), random.Next(), Text(random))
        {
            Activity = (AlertActivity)random.Next(1, 4),
            Status = (AlertStatus)random.Next(1, 7),
            SuppressionId = Text(random),
        });
    }

    public static string Json(Alert alert)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            Ocsf.Write(json, alert);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    public static byte[] Encode(AlertMessage message) => new RecordBuffer().Encode<AlertCodec, AlertMessage>(message).ToArray();

    private static AlertFinding Finding(Random random) => new(
        (FindingName)random.Next(FindingCatalogue.All.Count), Long(random), random.Next(), Text(random), Long(random),
        random.Next(-1, 9000), random.Next(), Text(random), Identity(random));

    private static AlertFlow Flow(Random random) =>
        new(Identity(random), new Score(random.NextDouble() * 1e9, random.NextDouble(), Text(random), Text(random), Some(random, Reason)));

    private static Reason Reason(Random random) =>
        new(Text(random), float.NaN, random.NextSingle(), float.NegativeInfinity, random.NextSingle(), float.MaxValue);

    private static FlowIdentity Identity(Random random) => new(
        Text(random), Long(random), Long(random), Text(random), (ushort)random.Next(65536), Text(random), (ushort)random.Next(65536),
        Text(random), Text(random), Text(random));

    private static List<T> Some<T>(Random random, Func<Random, T> one) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => one(random))];

    private static string Text(Random random) => Texts[random.Next(Texts.Length)];

    private static long Long(Random random) => random.Next(4) switch
    {
        0 => random.Next(100),
        1 => long.MaxValue,
        2 => long.MinValue,
        _ => random.NextInt64(),
    };
}
