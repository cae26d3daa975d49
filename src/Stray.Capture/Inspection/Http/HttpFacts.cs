namespace Stray.Capture.Inspection.Http;

/// <summary>
/// What an HTTP flow's messages add up to, for the features. Belongs to the flow's inspector, which reuses it: read it
/// before the flow's state goes back to the pool.
/// </summary>
public sealed class HttpFacts
{
    public int Requests { get; internal set; }

    public int Responses { get; internal set; }

    public int Gets { get; internal set; }

    public int Posts { get; internal set; }

    /// <summary>HEAD, PUT, DELETE, OPTIONS, CONNECT, WebDAV and unknown methods.</summary>
    public int OtherMethods { get; internal set; }

    /// <summary>Responses with status 2xx.</summary>
    public int Successes { get; internal set; }

    public int Redirects { get; internal set; }

    public int ClientErrors { get; internal set; }

    public int ServerErrors { get; internal set; }

    /// <summary>FNV-1a of the last User-Agent, 0 without one: rarity by value, without keeping it.</summary>
    public uint UserAgentHash { get; internal set; }

    public int UserAgentLength { get; internal set; }

    /// <summary>The first Host was an IP address.</summary>
    public bool IsNumericHost { get; internal set; }

    /// <summary>Sum of the request targets' lengths, bytes.</summary>
    public long TargetBytes { get; internal set; }

    public int LongestTarget { get; internal set; }

    /// <summary>Sum over requests of the Shannon entropy of the target's bytes, bits per byte.</summary>
    public double TargetEntropy { get; internal set; }

    /// <summary>Request body bytes as framed, skipped ones included.</summary>
    public long RequestBodyBytes { get; internal set; }

    public long ResponseBodyBytes { get; internal set; }

    internal void Reset()
    {
        Requests = Responses = Gets = Posts = OtherMethods = 0;
        Successes = Redirects = ClientErrors = ServerErrors = 0;
        UserAgentHash = 0;
        IsNumericHost = false;
        UserAgentLength = LongestTarget = 0;
        TargetBytes = RequestBodyBytes = ResponseBodyBytes = 0;
        TargetEntropy = 0;
    }
}
