using System.Buffers.Binary;
using System.IO.Compression;

namespace Stray.Tests.Capture.Frames;

/// <summary>Writes capture files byte by byte, in either byte order, sound or broken as a test wants them.</summary>
internal sealed class CaptureBytes(bool bigEndian = false)
{
    private readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public long Length => _bytes.Count;

    public CaptureBytes U16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return Ordered(bytes);
    }

    public CaptureBytes U32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Ordered(bytes);
    }

    public CaptureBytes U64(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return Ordered(bytes);
    }

    public CaptureBytes Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public CaptureBytes PcapHeader(uint magic = 0xA1B2C3D4, uint linkType = 1, int minor = 4, int major = 2) =>
        U32(magic).U16(major).U16(minor).U32(0).U32(0).U32(262_144).U32(linkType);

    public CaptureBytes PcapRecord(int seconds, int fraction, ReadOnlySpan<byte> bytes, uint? original = null) =>
        U32((uint)seconds).U32((uint)fraction).U32((uint)bytes.Length).U32(original ?? (uint)bytes.Length).Raw(bytes);

    public CaptureBytes Block(uint type, ReadOnlySpan<byte> body)
    {
        var padded = (body.Length + 3) & ~3;
        return U32(type).U32((uint)padded + 12).Raw(body).Raw(new byte[padded - body.Length]).U32((uint)padded + 12);
    }

    public CaptureBytes Section(int major = 1) =>
        Block(0x0A0D0D0A, Body().U32(0x1A2B3C4D).U16(major).U16(0).U64(ulong.MaxValue).ToArray());

    public CaptureBytes Interface(int linkType = 1, uint snaplen = 0, ReadOnlySpan<byte> options = default) =>
        Block(1, Body().U16(linkType).U16(0).U32(snaplen).Raw(options).ToArray());

    public CaptureBytes Enhanced(uint id, ulong time, ReadOnlySpan<byte> bytes, uint? original = null) =>
        Block(6, Body().U32(id).U32((uint)(time >> 32)).U32((uint)time).U32((uint)bytes.Length)
            .U32(original ?? (uint)bytes.Length).Raw(bytes).ToArray());

    public CaptureBytes Simple(uint original, ReadOnlySpan<byte> bytes) => Block(3, Body().U32(original).Raw(bytes).ToArray());

    public CaptureBytes Obsolete(int id, ulong time, ReadOnlySpan<byte> bytes) =>
        Block(2, Body().U16(id).U16(0).U32((uint)(time >> 32)).U32((uint)time).U32((uint)bytes.Length)
            .U32((uint)bytes.Length).Raw(bytes).ToArray());

    public byte[] Option(int code, ReadOnlySpan<byte> value) =>
        Body().U16(code).U16(value.Length).Raw(value).Raw(new byte[((value.Length + 3) & ~3) - value.Length]).ToArray();

    public byte[] Option(int code, ulong value) => Option(code, Body().U64(value).ToArray());

    /// <summary>An empty writer of the same byte order, for the inside of a block.</summary>
    public CaptureBytes Body() => new(bigEndian);

    public static byte[] Gzip(params byte[][] members)
    {
        var all = new MemoryStream();
        foreach (var member in members)
        {
            using var gzip = new GZipStream(all, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(member);
        }

        return all.ToArray();
    }

    private CaptureBytes Ordered(Span<byte> bytes)
    {
        if (bigEndian)
        {
            bytes.Reverse();
        }

        return Raw(bytes);
    }
}
