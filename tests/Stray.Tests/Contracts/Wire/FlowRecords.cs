using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Contracts.Wire;

/// <summary>Random flow records with every field used, extremes included.</summary>
internal static class FlowRecords
{
    private static readonly string[] Texts =
        ["", "tls", "www.example.org", "größe → 雪", "{0} {hostile} }", new string('x', 300), "1:LQU9qZlK+B5F3KDmev6m5PMibrg="];

    public static FlowRecord Of(int seed)
    {
        var random = new Random(seed);
        var record = new FlowRecord
        {
            Tenant = Text(random),
            Sensor = Text(random),
            CommunityId = Text(random),
            Start = Long(random),
            End = Long(random),
            FirstFrame = Long(random),
            Direction = (FlowDirection)random.Next(7),
            SourcePort = (ushort)random.Next(65536),
            DestinationPort = (ushort)random.Next(65536),
            Protocol = (byte)random.Next(256),
            EtherType = (ushort)random.Next(65536),
            App = Text(random),
            State = Text(random),
            Ended = (FlowEnd)random.Next(5),
            Midstream = random.Next(2) == 0,
            Continued = random.Next(2) == 0,
            ForwardPackets = Long(random),
            BackwardPackets = Long(random),
            ForwardBytes = Long(random),
            BackwardBytes = Long(random),
            ServerName = Text(random),
            Fingerprint = Text(random),
            Features = [.. Enumerable.Range(0, FeatureCatalogue.Count).Select(_ => Feature(random))],
        };
        record.Source = Address(random, record.Direction);
        record.Destination = Address(random, record.Direction);
        record.Findings.AddRange(Enumerable.Range(0, random.Next(4)).Select(_ => Finding(random)));
        return record;
    }

    public static void AssertEqual(FlowRecord expected, FlowRecord actual)
    {
        AssertSameIdentity(expected, actual);
        Assert.Equal(expected.Features.Select(BitConverter.SingleToInt32Bits), actual.Features.Select(BitConverter.SingleToInt32Bits));
    }

    public static void AssertSameIdentity(FlowRecord expected, FlowRecord actual)
    {
        foreach (var property in typeof(FlowRecord).GetProperties().Where(p => p.Name is not ("Features" or "Findings")))
        {
            Assert.Equal(property.GetValue(expected), property.GetValue(actual));
        }

        Assert.Equal(expected.Findings.Select(Comparable), actual.Findings.Select(Comparable));
    }

    private static (FlowFinding, string) Comparable(FlowFinding finding) =>
        (finding with { Detail = default }, finding.Detail.ToString());

    private static FlowFinding Finding(Random random) => new(
        (FindingName)random.Next(FindingCatalogue.All.Count), Long(random), random.Next(-1, 9000), random.Next(), Long(random),
        random.Next(), new FindingDetail("{0} of {1:x} is {{odd}} }", Long(random), Long(random)));

    private static Address Address(Random random, FlowDirection direction)
    {
        if (direction == FlowDirection.Link)
        {
            return new Address(0, (ulong)random.NextInt64(1L << 48));
        }

        // Zeros in odd places exercise the "::" of IPv6 text.
        ulong Half() => random.Next(3) switch { 0 => 0, 1 => (ulong)random.Next(65536) << (16 * random.Next(4)), _ => (ulong)random.NextInt64() };
        return random.Next(2) == 0 ? Stray.Contracts.Flows.Address.FromV4((uint)random.NextInt64(1L << 32)) : new Address(Half(), Half());
    }

    private static string Text(Random random) => Texts[random.Next(Texts.Length)];

    private static long Long(Random random) => random.Next(4) switch
    {
        0 => random.Next(100),
        1 => long.MaxValue,
        2 => long.MinValue,
        _ => random.NextInt64(),
    };

    private static float Feature(Random random) => random.Next(5) switch
    {
        0 => float.NaN,
        1 => 0,
        2 => float.MaxValue,
        _ => (float)random.NextDouble() * 1000,
    };
}
