namespace Stray.Capture.Inspection.Dns;

/// <summary>
/// Collects, for the few busiest registered domains of one flow, what carrying data in names looks like: many distinct
/// names below one domain that are long and dense, or that ask for record types whose answers carry anything. A single
/// strange name proves nothing: CDNs, DKIM, blocklists, hash look-ups and telemetry have them.
/// </summary>
internal sealed class DnsTunnelEvidence
{
    private const int Domains = 4;

    /// <summary>Base32 of 25 octets; a hex SHA-256 look-up (64) is as long, so it takes several, and labels that dense.</summary>
    private const int EncodedCharacters = 40;
    private const float EncodedEntropy = 3.2f;
    private const int EncodedLabel = 24;
    private const int RawCharacters = 16;

    /// <summary>Names that must have looked encoded before one flow counts as a tunnel.</summary>
    private const int EnoughEncoded = 8;
    private const int EnoughFreeForm = 5;

    /// <summary>Short polls of an idle tunnel: hex or base32 labels, bulky types, never the same name twice.</summary>
    private const int EnoughPolls = 30;
    private const int PollLabel = 12;
    private const float PollEntropy = 2.8f;

    private readonly Domain[] _domains = new Domain[Domains];
    private bool _told;

    public void Reset()
    {
        Array.Clear(_domains);
        _told = false;
    }

    /// <summary>Counts a name seen for the first time in this flow; true once, when the evidence is enough.</summary>
    public bool Add(in DnsNameShape name, ushort type)
    {
        if (_told || name.IsReverse || name.HasUnderscoreLabel || name.SubdomainCharacters == 0)
        {
            return false;
        }

        ref var domain = ref Find(name.DomainHash);
        domain.Names++;
        domain.Encoded += LooksEncoded(name) ? 1 : 0;
        domain.FreeForm += DnsTypes.IsFreeForm(type) ? 1 : 0;
        domain.Polls += DnsTypes.IsBulky(type) && name.LongestLabel >= PollLabel && name.Entropy >= PollEntropy ? 1 : 0;
        _told = domain.Encoded >= EnoughEncoded || domain.FreeForm >= EnoughFreeForm || domain.Polls >= EnoughPolls;
        return _told;
    }

    private static bool LooksEncoded(in DnsNameShape name) =>
        (name.SubdomainCharacters >= EncodedCharacters && name.LongestLabel >= EncodedLabel && name.Entropy >= EncodedEntropy)
        || (name.SubdomainCharacters >= RawCharacters && name.HighBytes * 4 >= name.SubdomainCharacters);

    private ref Domain Find(uint hash)
    {
        var least = 0;
        for (var i = 0; i < Domains; i++)
        {
            if (_domains[i].Names > 0 && _domains[i].Hash == hash)
            {
                return ref _domains[i];
            }

            least = _domains[i].Names < _domains[least].Names ? i : least;
        }

        _domains[least] = new Domain { Hash = hash };
        return ref _domains[least];
    }

    private struct Domain
    {
        public uint Hash;
        public int Names;
        public int Encoded;
        public int FreeForm;
        public int Polls;
    }
}
