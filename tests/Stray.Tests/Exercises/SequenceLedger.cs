using PacketDotNet;

namespace Stray.Tests.Exercises;

/// <summary>Follows every TCP connection of a capture by its numbers alone and writes down what does not fit.</summary>
internal sealed class SequenceLedger
{
    private readonly Dictionary<(string, int, string, int), End> _ends = [];

    public List<string> Complaints { get; } = [];

    /// <summary>Segments sent again, by the client of their connection.</summary>
    public Dictionary<string, int> Retransmissions { get; } = [];

    public int Connections => _ends.Count / 2;

    public void Add(IPv4Packet ip, TcpPacket tcp)
    {
        var own = (ip.SourceAddress.ToString(), (int)tcp.SourcePort, ip.DestinationAddress.ToString(), (int)tcp.DestinationPort);
        var other = (own.Item3, own.Item4, own.Item1, own.Item2);
        var length = (uint)(ip.TotalLength - 20 - (tcp.DataOffset * 4)) + (tcp.Synchronize || tcp.Finished ? 1u : 0u);
        if (tcp.Synchronize)
        {
            Open(own, tcp, length);
        }
        else if (!_ends.TryGetValue(own, out var end))
        {
            Refusal(own, other, tcp);
        }
        else
        {
            Continue(own, end, tcp, length);
        }

        if (tcp.Acknowledgment && _ends.TryGetValue(other, out var peer) && peer.Next - tcp.AcknowledgmentNumber > 1u << 20)
        {
            Complaints.Add($"{own} acknowledges {tcp.AcknowledgmentNumber}, {other} has sent up to {peer.Next}");
        }
    }

    private void Open((string, int, string, int) own, TcpPacket tcp, uint length)
    {
        if (_ends.TryGetValue(own, out var end) && end.Next == tcp.SequenceNumber + 1)
        {
            return; // a repeated SYN
        }

        _ends[own] = new End { Next = tcp.SequenceNumber + length };
    }

    private void Refusal((string, int, string, int) own, (string, int, string, int) other, TcpPacket tcp)
    {
        if (!tcp.Reset || !_ends.ContainsKey(other))
        {
            Complaints.Add($"{own} sends without a handshake");
        }
    }

    private void Continue((string, int, string, int) own, End end, TcpPacket tcp, uint length)
    {
        if (tcp.SequenceNumber == end.Next)
        {
            end.Next += length;
        }
        else if (length > 0 && end.Next - tcp.SequenceNumber < 1u << 20)
        {
            var local = own.Item2 > own.Item4 ? own.Item1 : own.Item3; // the client has the ephemeral port
            Retransmissions[local] = Retransmissions.GetValueOrDefault(local) + 1;
        }
        else
        {
            Complaints.Add($"{own} sends {tcp.SequenceNumber}, expected {end.Next}");
        }
    }

    private sealed class End
    {
        public uint Next { get; set; }
    }
}
