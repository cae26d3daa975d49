namespace Stray.Capture.Inspection.Dns;

/// <summary>
/// What a DNS flow's messages add up to, for the features. Belongs to the flow's inspector, which reuses it: read it before
/// the flow's state goes back to the pool.
/// </summary>
public sealed class DnsFacts
{
    private readonly DistinctHashes _names = new();

    public int Queries { get; internal set; }

    public int Responses { get; internal set; }

    /// <summary>Responses with RCODE 3.</summary>
    public int NameErrors { get; internal set; }

    /// <summary>Responses with the TC bit.</summary>
    public int Truncated { get; internal set; }

    /// <summary>Answer records of all responses.</summary>
    public int Answers { get; internal set; }

    /// <summary>Bytes of all RDATA in answer sections.</summary>
    public long AnswerBytes { get; internal set; }

    /// <summary>Names looked at: of the queries, or of the responses when no query was seen.</summary>
    public int Names { get; internal set; }

    /// <summary>Sum of their lengths in characters, dots included.</summary>
    public long NameCharacters { get; internal set; }

    public int LongestName { get; internal set; }

    /// <summary>Sum over names of the Shannon entropy of their characters, bits per character.</summary>
    public double NameEntropy { get; internal set; }

    /// <summary>Questions for free-form types (NULL, KEY, private use) or TXT.</summary>
    public int UnusualTypes { get; internal set; }

    /// <summary>Distinct names, exact up to <see cref="DistinctHashes.Maximum"/>, where it stops.</summary>
    public int DistinctNames => _names.Count;

    internal bool AddName(uint hash) => _names.Add(hash);

    internal void Reset()
    {
        Queries = Responses = NameErrors = Truncated = Answers = Names = LongestName = UnusualTypes = 0;
        AnswerBytes = NameCharacters = 0;
        NameEntropy = 0;
        _names.Clear();
    }
}
