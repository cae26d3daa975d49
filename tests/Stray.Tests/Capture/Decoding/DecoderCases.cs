using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>All rules of the decoder, one case a line; each protocol's lines in its own file.</summary>
internal static partial class DecoderCases
{
    public static IEnumerable<DecoderCase> All() => [.. Link(), .. Arp(), .. Ipv4Rules(), .. Ipv6Rules(), .. Fragments(), .. Control(), .. Transport(), .. Tunnels()];

    private static DecoderCase Case(string sentence, FindingName finding, byte[] broken, (int Offset, int Length) evidence, byte[] sound) =>
        new(sentence, finding, [broken], evidence.Offset, evidence.Length, [sound]);

    private static DecoderCase Train(string sentence, FindingName finding, byte[][] broken, (int Offset, int Length) evidence, byte[][] sound) =>
        new(sentence, finding, broken, evidence.Offset, evidence.Length, sound);
}
