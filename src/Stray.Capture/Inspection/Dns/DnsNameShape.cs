namespace Stray.Capture.Inspection.Dns;

/// <summary>What a name looks like, from its uncompressed wire form in one pass.</summary>
internal struct DnsNameShape
{
    /// <summary>Characters as written, dots between labels included.</summary>
    public int Characters;

    /// <summary>Shannon entropy of the characters before the registered domain, bits per character.</summary>
    public float Entropy;

    /// <summary>Characters before the registered domain, dots not counted.</summary>
    public int SubdomainCharacters;
    public int LongestLabel;
    public int HighBytes;
    public uint Hash;

    /// <summary>Hash of the registered domain: the last two labels, three under a two-letter country with a short second level.</summary>
    public uint DomainHash;

    /// <summary>Reverse lookups are long and digit-heavy by construction.</summary>
    public bool IsReverse;

    /// <summary>Service names, DKIM and the like put an underscore first.</summary>
    public bool HasUnderscoreLabel;

    public static DnsNameShape Of(ReadOnlySpan<byte> wire)
    {
        Span<byte> labels = stackalloc byte[128];
        var count = 0;
        for (var at = 0; at < wire.Length && wire[at] != 0 && count < labels.Length; at += wire[at] + 1)
        {
            labels[count++] = (byte)at;
        }

        var shape = new DnsNameShape { Characters = Math.Max(wire.Length - 2, 0) };
        var domain = Math.Max(0, count - RegisteredLabels(wire, labels[..count]));
        shape.Measure(wire, labels[..count], domain);
        return shape;
    }

    private static int RegisteredLabels(ReadOnlySpan<byte> wire, ReadOnlySpan<byte> labels) =>
        labels.Length >= 3 && wire[labels[^1]] == 2 && wire[labels[^2]] <= 3 ? 3 : 2;

    private void Measure(ReadOnlySpan<byte> wire, ReadOnlySpan<byte> labels, int domain)
    {
        Span<byte> histogram = stackalloc byte[256];
        histogram.Clear();
        var entropy = new ByteEntropy(histogram);
        Hash = 2166136261;
        DomainHash = 2166136261;
        for (var i = 0; i < labels.Length; i++)
        {
            var label = wire.Slice(labels[i] + 1, wire[labels[i]]);
            HasUnderscoreLabel |= label[0] == '_';
            foreach (var raw in label)
            {
                var c = Lower(raw);
                Hash = (Hash ^ c) * 16777619;
                if (i >= domain)
                {
                    DomainHash = (DomainHash ^ c) * 16777619;
                    continue;
                }

                entropy.Add(c);
                HighBytes += c >> 7;
            }

            Hash = (Hash ^ '.') * 16777619;
            if (i < domain)
            {
                SubdomainCharacters += label.Length;
                LongestLabel = Math.Max(LongestLabel, label.Length);
            }
        }

        IsReverse = labels.Length > 0 && IsArpa(wire.Slice(labels[^1] + 1, wire[labels[^1]]));
        Entropy = entropy.Value;
    }

    private static bool IsArpa(ReadOnlySpan<byte> label) =>
        label.Length == 4 && Lower(label[0]) == 'a' && Lower(label[1]) == 'r' && Lower(label[2]) == 'p' && Lower(label[3]) == 'a';

    internal static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
}
