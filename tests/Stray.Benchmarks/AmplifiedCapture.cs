using System.Buffers.Binary;
using Stray.Capture.Frames;

namespace Stray.Benchmarks;

/// <summary>
/// Makes one large capture out of many small real ones: every source frame again and again, each time with other IPv4
/// addresses, so that flows multiply as well as packets. Checksums are corrected incrementally (RFC 1624), which keeps good
/// ones good and bad ones bad; times advance by one source's span per copy.
/// </summary>
internal sealed class AmplifiedCapture(Stream destination)
{
    private const int EthernetHeader = 14;
    private const ushort EtherTypeIpv4 = 0x0800;

    private readonly byte[] _record = new byte[16 + 262_144];
    private long _time = 1_700_000_000_000_000_000;

    public long Packets { get; private set; }

    public void WriteHeader()
    {
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B23C4D);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 262_144);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)LinkType.Ethernet);
        destination.Write(header);
    }

    /// <summary>Appends one copy of a file's Ethernet frames; <paramref name="copy"/> decides the addresses.</summary>
    public void Append(string file, int copy)
    {
        if (!FrameFile.TryOpen(file, out var frames, out _))
        {
            return;
        }

        using (frames)
        {
            var previous = 0L;
            while (frames.TryRead(out var frame))
            {
                if (frame.LinkType == LinkType.Ethernet)
                {
                    // Gaps stay as captured, but hours of silence would only exercise the timeouts.
                    _time += previous == 0 ? 1000 : Math.Clamp(frame.Time - previous, 0, 1_000_000_000);
                    previous = frame.Time;
                    Write(frame, copy);
                }
            }
        }
    }

    private void Write(in Frame frame, int copy)
    {
        var length = Math.Min(frame.Bytes.Length, _record.Length - 16);
        BinaryPrimitives.WriteUInt32LittleEndian(_record, (uint)(_time / 1_000_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(_record.AsSpan(4), (uint)(_time % 1_000_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(_record.AsSpan(8), length);
        BinaryPrimitives.WriteInt32LittleEndian(_record.AsSpan(12), frame.OriginalLength);
        frame.Bytes[..length].CopyTo(_record.AsSpan(16));
        Readdress(_record.AsSpan(16, length), copy);
        destination.Write(_record, 0, 16 + length);
        Packets++;
    }

    private static void Readdress(Span<byte> frame, int copy)
    {
        if (frame.Length < EthernetHeader + 20 || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != EtherTypeIpv4)
        {
            return;
        }

        var ip = frame[EthernetHeader..];
        var headerLength = (ip[0] & 15) * 4;
        var fragment = (BinaryPrimitives.ReadUInt16BigEndian(ip[6..]) & 0x1FFF) != 0;
        var checksum = fragment ? -1 : ip[9] switch { 6 => headerLength + 16, 17 => headerLength + 6, _ => -1 };
        for (var at = 12; at <= 16; at += 4)
        {
            var address = BinaryPrimitives.ReadUInt32BigEndian(ip[at..]);
            if (address is not (0 or >= 0xE0000000))
            {
                Replace(ip, at, address ^ (((uint)copy << 8) & 0x00FFFF00), checksum);
            }
        }
    }

    private static void Replace(Span<byte> ip, int at, uint address, int transportChecksum)
    {
        Span<byte> old = stackalloc byte[4];
        ip.Slice(at, 4).CopyTo(old);
        BinaryPrimitives.WriteUInt32BigEndian(ip[at..], address);
        Adjust(ip, 10, old, ip.Slice(at, 4));
        if (transportChecksum > 0 && transportChecksum + 2 <= ip.Length && (ip[9] == 6 || BinaryPrimitives.ReadUInt16BigEndian(ip[transportChecksum..]) != 0))
        {
            Adjust(ip, transportChecksum, old, ip.Slice(at, 4));
        }
    }

    private static void Adjust(Span<byte> ip, int checksumAt, ReadOnlySpan<byte> old, ReadOnlySpan<byte> now)
    {
        uint sum = (ushort)~BinaryPrimitives.ReadUInt16BigEndian(ip[checksumAt..]);
        for (var i = 0; i < 4; i += 2)
        {
            sum += (ushort)~BinaryPrimitives.ReadUInt16BigEndian(old[i..]);
            sum += BinaryPrimitives.ReadUInt16BigEndian(now[i..]);
        }

        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(ip[checksumAt..], (ushort)~sum);
    }
}
