using System.Buffers.Binary;
using Stray.Exercises;
using Stray.Exercises.Packets;
using Stray.Exercises.Payloads;

namespace Stray.Tests.Exercises;

/// <summary>A program is recognised by its hello (JA4 sorts ciphers and extensions and leaves GREASE out): it must stay the same.</summary>
public sealed class ClientHelloTests
{
    private static readonly Dictionary<string, TlsClient> Programs =
        new[] { TlsClient.Chromium, TlsClient.Firefox, TlsClient.Schannel, TlsClient.OpenSsl, TlsClient.Implant }.ToDictionary(c => c.Name);

    public static TheoryData<string> Names => [.. Programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_programs_sorted_offer_never_changes(string name)
    {
        var dice = new Dice(3);
        var offers = Enumerable.Range(0, 40).Select(i => Offer(Programs[name], $"host{i}.example", dice)).ToList();
        Assert.Single(offers.Select(o => o.Sorted).Distinct());
    }

    [Fact]
    public void Programs_differ_from_each_other() =>
        Assert.Equal(Programs.Count, Programs.Values.Select(p => Offer(p, "a.example", new Dice(1)).Sorted).Distinct().Count());

    [Fact]
    public void A_shuffling_browser_orders_its_extensions_anew_and_repeats_none()
    {
        var dice = new Dice(4);
        var offers = Enumerable.Range(0, 40).Select(_ => Offer(TlsClient.Chromium, "a.example", dice).Extensions).ToList();
        Assert.True(offers.Select(o => string.Join(',', o)).Distinct().Count() > 35);
        Assert.All(offers, o => Assert.Equal(o.Count, o.Distinct().Count()));
    }

    private static (string Sorted, List<int> Extensions) Offer(TlsClient program, string serverName, Dice dice)
    {
        var hello = new ClientHello(new ByteWriter(), dice).Write(program, serverName);
        Assert.Equal(hello.Length - 5, BinaryPrimitives.ReadUInt16BigEndian(hello[3..]));
        Assert.Equal(hello.Length - 9, (hello[6] << 16) | (hello[7] << 8) | hello[8]);
        var at = 5 + 4 + 2 + 32 + 1 + 32;
        var ciphers = new List<int>();
        for (var end = at + 2 + BinaryPrimitives.ReadUInt16BigEndian(hello[at..]); (at += 2) < end;)
        {
            ciphers.Add(BinaryPrimitives.ReadUInt16BigEndian(hello[at..]));
        }

        var extensions = new List<int>();
        for (at += 4; at < hello.Length; at += 4 + BinaryPrimitives.ReadUInt16BigEndian(hello[(at + 2)..]))
        {
            extensions.Add(BinaryPrimitives.ReadUInt16BigEndian(hello[at..]));
        }

        Assert.Equal(hello.Length, at);
        return (string.Join(',', Known(ciphers)) + '/' + string.Join(',', Known(extensions)), extensions);
    }

    private static IEnumerable<int> Known(IEnumerable<int> values) => values.Where(v => (v & 0x0F0F) != 0x0A0A).Order();
}
