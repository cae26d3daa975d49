using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>Each rule of the decoder: a packet that breaks it, one that keeps it, and evidence at the very bytes. Cases are one line each in DecoderCases.</summary>
public sealed class DecoderFindingTests
{
    private static readonly Dictionary<string, DecoderCase> Cases = DecoderCases.All().ToDictionary(c => c.Sentence);

    public static TheoryData<string> Sentences => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_packet_that_breaks_the_rule_is_found_with_its_bytes(string sentence)
    {
        var rule = Cases[sentence];
        var (last, _) = DecoderCase.Decode(rule.Broken, rule, rule.WireLength);
        Assert.Contains(last, f => f.Name == rule.Finding && f.Offset == rule.Offset && f.Length == rule.Length && f.Frame == rule.Broken.Length);
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_packet_that_keeps_the_rule_stays_silent(string sentence)
    {
        var rule = Cases[sentence];
        Assert.DoesNotContain(DecoderCase.Decode(rule.Sound, rule).All, f => f.Name == rule.Finding || FindingCatalogue.Of(f.Name).Tier == FindingTier.A);
    }

    [Fact]
    public void Every_name_of_the_decoder_has_a_case()
    {
        var names = FindingCatalogue.All.Where(ConformanceTests.IsOurs).Select(d => d.Name).Except(Cases.Values.Select(c => c.Finding));
        Assert.Empty(names);
    }
}
