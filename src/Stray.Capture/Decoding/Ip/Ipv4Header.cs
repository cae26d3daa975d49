using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Stray.Capture.Decoding.Ip;

/// <summary>The fixed 20 bytes of an IPv4 header as they lie in the packet (RFC 791 s3.1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct Ipv4Header
{
    public const int Size = 20;
    private const int MoreFlag = 0x2000, DontFragmentFlag = 0x4000;

    public readonly byte VersionAndLength;
    public readonly byte Service;
    private readonly ushort _totalLength;
    private readonly ushort _identification;
    private readonly ushort _fragment;
    public readonly byte TimeToLive;
    public readonly byte Protocol;
    private readonly ushort _checksum;
    private readonly uint _source;
    private readonly uint _destination;

    public int Version => VersionAndLength >> 4;

    public int HeaderLength => (VersionAndLength & 0xF) * 4;

    public int TotalLength => BinaryPrimitives.ReverseEndianness(_totalLength);

    public ushort Identification => BinaryPrimitives.ReverseEndianness(_identification);

    public uint Source => BinaryPrimitives.ReverseEndianness(_source);

    public uint Destination => BinaryPrimitives.ReverseEndianness(_destination);

    private int Fragment => BinaryPrimitives.ReverseEndianness(_fragment);

    public int FragmentOffset => (Fragment & 0x1FFF) * 8;

    public bool MoreFragments => (Fragment & MoreFlag) != 0;

    public bool DontFragment => (Fragment & DontFragmentFlag) != 0;

    public bool IsFragment => (Fragment & (MoreFlag | 0x1FFF)) != 0;
}
