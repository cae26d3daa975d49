using Stray.Capture.Inspection.Dns;
using Stray.Capture.Inspection.Http;

namespace Stray.Capture.Inspection;

/// <summary>
/// Application-layer state of one flow: the protocol found by content and its inspector. Pooled: a flow takes one with its
/// first payload and gives it back when it ends.
/// </summary>
public sealed class AppState
{
    /// <summary>Protocol name as in flow records ("dns", "tls"); empty while undecided or unknown.</summary>
    public string Protocol { get; set; } = "";

    public string ServerName { get; set; } = "";

    public string Fingerprint { get; set; } = "";

    /// <summary>What the DNS inspector counted; null for other protocols.</summary>
    public DnsFacts? Dns { get; set; }

    /// <summary>What the HTTP inspector counted; null for other protocols.</summary>
    public HttpFacts? Http { get; set; }
}
