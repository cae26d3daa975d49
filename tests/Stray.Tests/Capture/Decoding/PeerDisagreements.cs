using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Decoding;

/// <summary>Where Suricata reports and we on purpose do not. One line a case.</summary>
internal static class PeerDisagreements
{

    public static readonly (string File, FindingName Name, string Why)[] All =
    [
    ];

    public static bool Explain(string file, FindingName name) => All.Any(d => d.File == file && d.Name == name);
}
