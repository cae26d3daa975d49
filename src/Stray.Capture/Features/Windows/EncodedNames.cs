using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Capture.Features.Windows;

/// <summary>
/// Counts, per source and registered domain, the different names that look like data. A tunnel whose client asks from a new port
/// each time is one ordinary question per flow: only all its flows together show it.
/// </summary>
internal sealed class EncodedNames(int capacity, KeyHash hash)
{
    private const int Span = 600;
    private const float LeastEntropy = 3.2f;
    private const int LeastCharacters = 40; // base32 of 25 octets
    private const int LeastLabel = 24;

    private static readonly DistinctBound Bound = new(Limit: 64, Horizon: Span);

    private readonly AgingTable<NamesWindow> _domains = new(capacity);

    public long Evicted => _domains.Evicted;

    /// <summary>Different encoded names of the flow's source below the flow's domain in 10 min; 0 when this flow asks for no such name.</summary>
    public int Count(FlowRecord flow)
    {
        if (flow.App != "dns" || !(flow.Features[(int)Feature.ServerNameEntropy] >= LeastEntropy))
        {
            return 0;
        }

        var domain = RegisteredDomain(flow.ServerName);
        if (!IsEncoded(flow.ServerName.AsSpan(0, domain)))
        {
            return 0;
        }

        var second = EventTime.Second(flow.Start);
        ref var window = ref _domains.Use(KeyHash.Join(hash.Of(flow.Source), hash.Of(flow.ServerName[domain..])));
        window.Names.Add(hash.Of(flow.ServerName), second, Bound);
        return window.Names.Count(second, Span);
    }

    /// <summary>Where the last two labels begin, the last three under a two-letter country with a short second level.</summary>
    private static int RegisteredDomain(string name)
    {
        var last = name.LastIndexOf('.');
        var second = last <= 0 ? -1 : name.LastIndexOf('.', last - 1);
        var isCountry = name.Length - last - 1 == 2 && last - second - 1 <= 3 && second > 0;
        return 1 + (isCountry ? name.LastIndexOf('.', second - 1) : second);
    }

    private static bool IsEncoded(ReadOnlySpan<char> subdomain)
    {
        var (characters, label, longest) = (0, 0, 0);
        foreach (var c in subdomain)
        {
            if (c == '_')
            {
                return false; // service names, DKIM and the like
            }

            label = c == '.' ? 0 : label + 1;
            characters += c == '.' ? 0 : 1;
            longest = Math.Max(longest, label);
        }

        return characters >= LeastCharacters && longest >= LeastLabel;
    }

    private struct NamesWindow : IWindow
    {
        public DistinctWindow Names;

        public void Clear() => Names.Clear();
    }
}
