using FsCheck.Xunit;
using Stray.Contracts.Scores;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

public sealed class ObservationCodecTests
{
    [Property(MaxTest = 100)]
    public void An_observation_is_encoded_as_apache_avro_does_and_comes_back(int seed)
    {
        var observation = Of(seed);
        var bytes = new RecordBuffer().Encode<ObservationCodec, Observation>(observation).ToArray();
        Assert.Equal(ApacheRecords.Encode(ApacheRecords.Of(observation)), bytes);

        var back = ObservationCodec.Create();
        Assert.True(ObservationCodec.TryRead(bytes, back, out var reason), reason);
        Assert.Equal(observation.Entity, back.Entity);
        FlowRecords.AssertSameIdentity(observation.Flow, back.Flow);
        Assert.Equal(observation.Score?.Reasons, back.Score?.Reasons);
        Assert.Equal(observation.Score is null ? null : observation.Score with { Reasons = [] },
            back.Score is null ? null : back.Score with { Reasons = [] });
    }

    [Fact]
    public void Every_truncation_is_refused_with_a_reason()
    {
        var bytes = new RecordBuffer().Encode<ObservationCodec, Observation>(Of(2)).ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(ObservationCodec.TryRead(bytes.AsSpan(0, length), ObservationCodec.Create(), out var reason));
            Assert.NotEmpty(reason);
        }
    }

    private static Observation Of(int seed)
    {
        var random = new Random(seed);
        Reason[] reasons = [.. Enumerable.Range(0, random.Next(4)).Select(i =>
            new Reason($"feature_{i}", random.NextSingle(), random.NextSingle(), 1, 2, float.NaN))];
        return new Observation
        {
            Entity = "ada@example.org",
            Flow = FlowRecords.Of(seed),
            Score = random.Next(3) == 0 ? null : new Score(random.NextDouble(), random.NextDouble(), "tls/outbound", "default@1", reasons),
        };
    }
}
