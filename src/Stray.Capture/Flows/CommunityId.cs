using System.Buffers.Binary;
using Stray.Contracts.Flows;

namespace Stray.Capture.Flows;

/// <summary>Community ID v1 (github.com/corelight/community-id-spec): the join key with Zeek, Suricata and host logs.</summary>
public static class CommunityId
{
    /// <summary>Characters of an ID: "1:" and the base64 of 20 bytes.</summary>
    public const int Length = 30;

    private const int LargestInput = 2 + 16 + 16 + 1 + 1 + 2 + 2;

    /// <summary>Writes the ID and returns its length; 0 for a link flow, which has none. Allocates nothing.</summary>
    /// <param name="destination">At least <see cref="Length"/> characters.</param>
    /// <param name="seed">Separates domains of IDs; 0 unless an organisation agreed on another.</param>
    public static int Format(in FlowKey key, Span<char> destination, ushort seed = 0)
    {
        if (key.EtherType != 0 || (key.Protocol == 0 && key.Low.High == 0 && !key.Low.IsV4))
            return 0;
        Span<byte> input = stackalloc byte[LargestInput];
        Span<byte> digest = stackalloc byte[OneBlockSha1.DigestBytes];
        OneBlockSha1.Hash(input[..WriteInput(key, seed, input)], digest);
        destination[0] = '1';
        destination[1] = ':';
        Convert.TryToBase64Chars(digest, destination[2..], out var written);
        return written + 2;
    }

    public static string Of(in FlowKey key, ushort seed = 0)
    {
        Span<char> text = stackalloc char[Length];
        return new string(text[..Format(key, text, seed)]);
    }

    /// <summary>The ID of a 5-tuple as flow logs have it: for ICMP the ports are type and code (or type and counter-type).</summary>
    public static string Of(
        Address source, Address destination, ushort sourcePort, ushort destinationPort, byte protocol) =>
        Of(FlowKey.OfTuple(source, destination, sourcePort, destinationPort, protocol, out _));

    // The key's order (lower end first, one-way ICMP by sender) is the specification's order.
    private static int WriteInput(in FlowKey key, ushort seed, Span<byte> input)
    {
        BinaryPrimitives.WriteUInt16BigEndian(input, seed);
        var at = 2;
        at += key.Low.WriteBytes(input[at..]);
        at += key.High.WriteBytes(input[at..]);
        input[at++] = key.Protocol;
        input[at++] = 0;
        if (!HasPorts(key.Protocol))
            return at;
        BinaryPrimitives.WriteUInt16BigEndian(input[at..], key.LowPort);
        BinaryPrimitives.WriteUInt16BigEndian(input[(at + 2)..], key.HighPort);
        return at + 4;
    }

    private static bool HasPorts(byte protocol) =>
        protocol is ProtocolNames.Icmp or ProtocolNames.Tcp or ProtocolNames.Udp or ProtocolNames.IcmpV6 or ProtocolNames.Sctp;
}
