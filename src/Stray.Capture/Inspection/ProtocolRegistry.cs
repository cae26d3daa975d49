namespace Stray.Capture.Inspection;

/// <summary>The protocols Stray knows, in the order they are tried, and who owns which port.</summary>
public sealed class ProtocolRegistry
{
    private readonly RegisteredProtocol[] _protocols;
    private readonly RegisteredProtocol[] _tcp;
    private readonly RegisteredProtocol[] _udp;
    private readonly Dictionary<string, int> _byName;
    private readonly RegisteredProtocol[]?[] _tcpOwners = new RegisteredProtocol[]?[1 << 16];
    private readonly RegisteredProtocol[]?[] _udpOwners = new RegisteredProtocol[]?[1 << 16];

    public ProtocolRegistry(IEnumerable<RegisteredProtocol> protocols)
    {
        _protocols = [.. protocols];
        for (var i = 0; i < _protocols.Length; i++)
        {
            _protocols[i].Index = i;
        }

        _byName = _protocols.ToDictionary(p => p.Name, p => p.Index);
        _tcp = [.. _protocols.Where(p => p.Is(ProtocolTraits.Tcp))];
        _udp = [.. _protocols.Where(p => p.Is(ProtocolTraits.Udp))];
        Own(_tcp, _tcpOwners);
        Own(_udp, _udpOwners);
    }

    public static ProtocolRegistry Default { get; } = new(KnownProtocols.All());

    public ReadOnlySpan<RegisteredProtocol> Protocols => _protocols;

    public int IndexOf(string name) => _byName[name];

    internal ReadOnlySpan<RegisteredProtocol> Of(bool udp) => udp ? _udp : _tcp;

    /// <summary>The protocols whose usual port this is, the main one first.</summary>
    internal ReadOnlySpan<RegisteredProtocol> Owners(ushort port, bool udp) => (udp ? _udpOwners : _tcpOwners)[port];

    private static void Own(RegisteredProtocol[] protocols, RegisteredProtocol[]?[] owners)
    {
        foreach (var protocol in protocols)
        {
            foreach (var port in protocol.Ports)
            {
                owners[port] = [.. owners[port] ?? [], protocol];
            }
        }
    }
}
