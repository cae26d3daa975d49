using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Stray.Capture.Decoding.Transport;

/// <summary>The fixed 20 bytes of a TCP header as they lie in the packet (RFC 9293 s3.1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct TcpHeader
{
    public const int Size = 20;

    private readonly ushort _sourcePort;
    private readonly ushort _destinationPort;
    private readonly uint _sequence;
    private readonly uint _acknowledgment;
    private readonly byte _offset;
    public readonly TcpFlags Flags;
    private readonly ushort _window;
    private readonly ushort _checksum;
    private readonly ushort _urgent;

    public ushort SourcePort => BinaryPrimitives.ReverseEndianness(_sourcePort);

    public ushort DestinationPort => BinaryPrimitives.ReverseEndianness(_destinationPort);

    public uint Sequence => BinaryPrimitives.ReverseEndianness(_sequence);

    public uint Acknowledgment => BinaryPrimitives.ReverseEndianness(_acknowledgment);

    public int HeaderLength => (_offset >> 4) * 4;

    public ushort Window => BinaryPrimitives.ReverseEndianness(_window);

    public ushort UrgentPointer => BinaryPrimitives.ReverseEndianness(_urgent);
}
