using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Stray.Capture.Decoding.Ip;

/// <summary>The fixed 40 bytes of an IPv6 header as they lie in the packet (RFC 8200 s3).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct Ipv6Header
{
    public const int Size = 40;

    private readonly uint _versionClassFlow;
    private readonly ushort _payloadLength;
    public readonly byte NextHeader;
    public readonly byte HopLimit;
    private readonly ulong _sourceHigh;
    private readonly ulong _sourceLow;
    private readonly ulong _destinationHigh;
    private readonly ulong _destinationLow;

    public int Version => (int)((_versionClassFlow >> 4) & 0xF);

    public int PayloadLength => BinaryPrimitives.ReverseEndianness(_payloadLength);

    public Contracts.Flows.Address Source =>
        new(BinaryPrimitives.ReverseEndianness(_sourceHigh), BinaryPrimitives.ReverseEndianness(_sourceLow));

    public Contracts.Flows.Address Destination =>
        new(BinaryPrimitives.ReverseEndianness(_destinationHigh), BinaryPrimitives.ReverseEndianness(_destinationLow));
}
