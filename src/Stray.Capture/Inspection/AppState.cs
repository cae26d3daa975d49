using Stray.Capture.Flows;
using Stray.Capture.Inspection.Dns;
using Stray.Capture.Inspection.Http;

namespace Stray.Capture.Inspection;

/// <summary>
/// Application-layer state of one flow: the protocol found by content and its inspector. Pooled: a flow takes one with its
/// first payload and gives it back when it ends.
/// </summary>
public sealed class AppState(NamePool? names = null)
{
    private readonly NamePool _names = names ?? new NamePool(16);

    /// <summary>Protocol name as in flow records ("dns", "tls"); empty while undecided or unknown.</summary>
    public string Protocol { get; set; } = "";

    public string ServerName { get; set; } = "";

    public string Fingerprint { get; set; } = "";

    /// <summary>What the DNS inspector counted; null for other protocols.</summary>
    public DnsFacts? Dns { get; set; }

    /// <summary>What the HTTP inspector counted; null for other protocols.</summary>
    public HttpFacts? Http { get; set; }

    /// <summary>Negotiated TLS or QUIC version as on the wire (0x0304 = TLS 1.3), 0 when unknown.</summary>
    public ushort TlsVersion { get; set; }

    /// <summary>Negotiated TLS cipher suite (IANA number), 0 when unknown.</summary>
    public ushort TlsCipher { get; set; }

    /// <summary>The server's choice of ALPN, else the client's first offer; empty when there is none.</summary>
    public string ApplicationProtocol { get; set; } = "";

    /// <summary>The same text as a string without allocating for names seen before.</summary>
    public string Name(ReadOnlySpan<byte> ascii) => _names.Get(ascii);

    /// <summary>
    /// Says that from byte <paramref name="offset"/> of the current chunk on (of the next chunk of either side, when it lies
    /// beyond) the flow speaks another protocol: after CONNECT, SOCKS, STARTTLS, an upgrade. Recognition starts anew;
    /// <see cref="Protocol"/> keeps the outer name.
    /// </summary>
    /// <param name="expected">Name of the protocol that must follow, or null when anything may.</param>
    public void SwitchTo(string? expected, int offset)
    {
        SwitchRequested = true;
        SwitchOffset = offset;
        Expected = expected;
    }

    internal bool SwitchRequested { get; private set; }

    internal int SwitchOffset { get; private set; }

    internal string? Expected { get; private set; }

    internal int Switches { get; set; }

    internal RecognitionStage Stage { get; set; }

    internal RegisteredProtocol? Recognised { get; set; }

    internal ProtocolInspector? Inspector { get; set; }

    /// <summary>Which of the <see cref="InspectorPool"/>'s stacks it goes back to.</summary>
    internal int InspectorIndex { get; set; }

    /// <summary>Inspectors of outer protocols, see <see cref="InspectorPool.Shelve"/>.</summary>
    internal List<(ProtocolInspector Inspector, int Index)> Shelved { get; } = new(1);

    internal Opening? Opening { get; set; }

    internal SideProgress Forward;

    internal SideProgress Backward;

    /// <summary>Whether data of the responder came first.</summary>
    internal bool ResponderFirst { get; set; }

    internal ref SideProgress Progress(Side side) => ref side == Side.Forward ? ref Forward : ref Backward;

    internal bool Wants(Side side) =>
        Stage == RecognitionStage.Undecided
        || (Inspector is { } inspector && inspector.Wants(side))
        || (Stage == RecognitionStage.Recognised && !Progress(side).Checked);

    internal void AcknowledgeSwitch()
    {
        SwitchRequested = false;
        Switches++;
        Stage = RecognitionStage.Undecided;
        Recognised = null;
        Forward = default;
        Backward = default;
        ResponderFirst = false;
    }

    internal void Reset()
    {
        Protocol = "";
        ServerName = "";
        Fingerprint = "";
        TlsVersion = 0;
        TlsCipher = 0;
        ApplicationProtocol = "";
        AcknowledgeSwitch();
        Expected = null;
        Switches = 0;
        Dns = null;
        Http = null;
    }
}
