using System.Security.Cryptography;
using System.Text.Json;
using Stray.Capture.Flows;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

public sealed class CommunityIdTests
{
    [Theory]
    [InlineData("baseline_deflt.json", 0)]
    [InlineData("baseline_seed1.json", 1)]
    public void Every_vector_of_the_specification_matches(string file, int seed)
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(SharedData.File("formats", "community-id", "baseline", file)));
        foreach (var vector in vectors.RootElement.EnumerateArray())
            Assert.Equal(vector.GetProperty("communityid").GetString(), CommunityId.Of(KeyOf(vector), (ushort)seed));
        Assert.True(vectors.RootElement.GetArrayLength() > 20);
    }

    [Theory]
    [InlineData("1.2.3.4", 1122, "5.6.7.8", 3344, 6, "1:wCb3OG7yAFWelaUydu0D+125CLM=")]
    [InlineData("5.6.7.8", 3344, "1.2.3.4", 1122, 6, "1:wCb3OG7yAFWelaUydu0D+125CLM=")]
    [InlineData("1.2.3.4", 8, "5.6.7.8", 0, 1, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0=")]
    [InlineData("5.6.7.8", 0, "1.2.3.4", 0, 1, "1:crodRHL2FEsHjbv3UkRrfbs4bZ0=")]
    [InlineData("1.2.3.4", 11, "5.6.7.8", 0, 1, "1:f/YiSyWqczrTgfUCZlBUnvHRcPk=")]
    [InlineData("fe80:1:203:405:607:809:A0B:C0D", 128, "fe80:1011:1213:1415:1617:1819:1A1B:1C1D", 0, 58, "1:0bf7hyMJUwt3fMED7z8LIfRpBeo=")]
    [InlineData("1.2.3.4", 0, "5.6.7.8", 0, 46, "1:ikv3kmf89luf73WPz1jOs49S768=")]
    public void Both_directions_have_the_same_id(string source, int sport, string destination, int dport, int protocol, string expected)
    {
        Assert.True(Address.TryParse(source, out var from) & Address.TryParse(destination, out var to));
        Assert.Equal(expected, CommunityId.Of(from, to, (ushort)sport, (ushort)dport, (byte)protocol));
    }

    [Fact]
    public void The_short_digest_is_the_frameworks_for_every_length_it_takes()
    {
        var message = Enumerable.Range(1, OneBlockSha1.LongestMessage).Select(i => (byte)(i * 37)).ToArray();
        var digest = new byte[OneBlockSha1.DigestBytes];
        for (var length = 0; length <= message.Length; length++)
        {
            OneBlockSha1.Hash(message.AsSpan(0, length), digest);
#pragma warning disable CA5350 // the specification says SHA-1
            Assert.Equal(SHA1.HashData(message.AsSpan(0, length)), digest);
#pragma warning restore CA5350
        }
    }

    [Fact]
    public void A_link_flow_has_none() => Assert.Equal("", CommunityId.Of(new FlowKey(default, new Address(0, 1), 0, 0, 0, 0x0806)));

    [Fact]
    public void Formatting_allocates_nothing()
    {
        var key = FlowKey.OfTuple(Address.FromV4(1), Address.FromV4(2), 3, 4, 6, out _);
        Span<char> text = stackalloc char[CommunityId.Length];
        CommunityId.Format(key, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            CommunityId.Format(key, text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static FlowKey KeyOf(JsonElement vector)
    {
        Assert.True(Address.TryParse(vector.GetProperty("saddr").GetString(), out var source));
        Assert.True(Address.TryParse(vector.GetProperty("daddr").GetString(), out var destination));
        return FlowKey.OfTuple(source, destination, Port(vector, "sport"), Port(vector, "dport"),
            vector.GetProperty("proto").GetByte(), out _);
    }

    private static ushort Port(JsonElement vector, string name) =>
        vector.GetProperty(name) is { ValueKind: JsonValueKind.Number } port ? port.GetUInt16() : (ushort)0;
}
