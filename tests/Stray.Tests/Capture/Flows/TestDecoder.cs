using System.Buffers.Binary;
using Stray.Capture.Decoding;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Flows;

/// <summary>
/// Stands in for the real frame reader and decoder until both are merged: pcap and pcapng, Ethernet, SLL, null and raw IP,
/// TCP, UDP and ICMP, nothing more. To be removed then (<see cref="Captures.Replay"/> is the only user).
/// </summary>
internal static class TestDecoder
{
    public delegate void OnFrame(int link, long time, int wireLength, ReadOnlySpan<byte> bytes);

    public static void ReadFile(string path, OnFrame next)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path);
        if (BinaryPrimitives.ReadUInt32LittleEndian(file) == 0x0A0D0D0A)
            ReadPcapng(file, next);
        else
            ReadPcap(file, next);
    }

    public static void Decode(int link, long frame, long time, int wireLength, ReadOnlySpan<byte> bytes, ref Packet packet)
    {
        packet = default;
        packet.Bytes = bytes;
        (packet.Frame, packet.Time, packet.WireLength, packet.CapturedLength) = (frame, time, wireLength, bytes.Length);
        var at = LinkHeader(link, bytes, ref packet);
        if (at >= 0 && at < bytes.Length)
            Ip(at, ref packet);
    }

    private static int LinkHeader(int link, ReadOnlySpan<byte> b, ref Packet packet)
    {
        switch (link)
        {
            case 1 when b.Length >= 14:
                packet.DestinationMac = Address.FromMac(b);
                packet.SourceMac = Address.FromMac(b[6..]);
                var at = 12;
                while (at + 6 <= b.Length && BinaryPrimitives.ReadUInt16BigEndian(b[at..]) is 0x8100 or 0x88A8)
                    at += 4;
                packet.EtherType = BinaryPrimitives.ReadUInt16BigEndian(b[at..]);
                return packet.EtherType is 0x0800 or 0x86DD ? at + 2 : -1;
            case 113 when b.Length >= 16:
                packet.EtherType = BinaryPrimitives.ReadUInt16BigEndian(b[14..]);
                return packet.EtherType is 0x0800 or 0x86DD ? 16 : -1;
            case 0:
                return 4;
            case 101 or 12 or 228 or 229:
                return 0;
            default:
                return -1;
        }
    }

    private static void Ip(int at, ref Packet p)
    {
        var b = p.Bytes[at..];
        int header, length;
        if (b[0] >> 4 == 4 && b.Length >= 20)
        {
            header = (b[0] & 15) * 4;
            length = BinaryPrimitives.ReadUInt16BigEndian(b[2..]);
            p.Protocol = b[9];
            (p.Source, p.Destination) = (Address.FromBytes(b.Slice(12, 4)), Address.FromBytes(b.Slice(16, 4)));
            p.Fragment = (BinaryPrimitives.ReadUInt16BigEndian(b[6..]) & 0x3FFF) != 0;
        }
        else if (b[0] >> 4 == 6 && b.Length >= 40)
        {
            header = 40;
            length = 40 + BinaryPrimitives.ReadUInt16BigEndian(b[4..]);
            p.Protocol = b[6];
            (p.Source, p.Destination) = (Address.FromBytes(b.Slice(8, 16)), Address.FromBytes(b.Slice(24, 16)));
        }
        else
            return;
        p.IpVersion = (byte)(b[0] >> 4);
        p.IpOffset = at;
        if (length == 0)
            length = p.WireLength - at;
        if (header < 20 || header > b.Length || length < header)
            return;
        p.TransportOffset = at + header;
        p.TransportWireLength = length - header;
        if (!p.Fragment)
            Transport(ref p);
    }

    private static void Transport(ref Packet p)
    {
        var t = p.Bytes[p.TransportOffset..];
        t = t[..Math.Min(t.Length, p.TransportWireLength)];
        var header = p.Protocol switch { 6 => 20, 17 => 8, 1 or 58 => 8, _ => -1 };
        if (header < 0 || t.Length < header)
            return;
        if (p.Protocol == 6)
        {
            header = (t[12] >> 4) * 4;
            if (header < 20 || header > t.Length)
                return;
            ReadTcp(t, header, ref p.Tcp);
        }

        if (p.Protocol is 6 or 17)
        {
            (p.SourcePort, p.DestinationPort) = (BinaryPrimitives.ReadUInt16BigEndian(t), BinaryPrimitives.ReadUInt16BigEndian(t[2..]));
            p.ChecksumBad = IsBad(t, p);
        }
        else
            (p.IcmpType, p.IcmpCode) = (t[0], t[1]);
        p.HasTransport = true;
        p.PayloadOffset = p.TransportOffset + header;
        p.PayloadLength = t.Length - header;
        p.PayloadWireLength = p.TransportWireLength - header;
    }

    private static void ReadTcp(ReadOnlySpan<byte> t, int header, ref TcpSegment s)
    {
        s.Sequence = BinaryPrimitives.ReadUInt32BigEndian(t[4..]);
        s.Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(t[8..]);
        s.Flags = (TcpFlags)t[13];
        s.Window = BinaryPrimitives.ReadUInt16BigEndian(t[14..]);
        s.WindowScale = -1;
        for (var o = 20; o < header && t[o] != 0; o += t[o] == 1 ? 1 : Math.Max(2, (int)t[o + 1]))
        {
            if (t[o] == 1)
                continue;
            if (o + 1 >= header)
                return;
            switch (t[o], t[o + 1])
            {
                case (3, 3):
                    s.WindowScale = (sbyte)t[o + 2];
                    break;
                case (34, _):
                    s.HasFastOpen = true;
                    break;
                case (8, 10) when o + 10 <= header:
                    s.HasTimestamps = true;
                    s.TimestampValue = BinaryPrimitives.ReadUInt32BigEndian(t[(o + 2)..]);
                    break;
            }
        }
    }

    private static bool IsBad(ReadOnlySpan<byte> t, scoped in Packet p)
    {
        if (t.Length < p.TransportWireLength || (p.Protocol == 17 && t[6] == 0 && t[7] == 0))
            return false;
        Span<byte> a = stackalloc byte[32];
        var n = p.Source.WriteBytes(a);
        n += p.Destination.WriteBytes(a[n..]);
        ulong sum = p.Protocol + (ulong)t.Length;
        for (var i = 0; i < n; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(a[i..]);
        for (var i = 0; i < t.Length; i += 2)
            sum += i + 1 < t.Length ? BinaryPrimitives.ReadUInt16BigEndian(t[i..]) : (ulong)t[i] << 8;
        while (sum > 0xFFFF)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return sum != 0xFFFF;
    }

    private static void ReadPcap(ReadOnlySpan<byte> file, OnFrame next)
    {
        var swapped = file[0] == 0xA1;
        var nano = (swapped ? file[3] : file[0]) == 0x4D;
        var link = (int)(Read(file, 20, swapped) & 0xFFFF);
        for (var at = 24; at + 16 <= file.Length;)
        {
            var length = (int)Read(file, at + 8, swapped);
            if (length < 0 || at + 16 + length > file.Length)
                return;
            var time = (Read(file, at, swapped) * 1_000_000_000L) + (Read(file, at + 4, swapped) * (nano ? 1L : 1000L));
            next(link, time, (int)Read(file, at + 12, swapped), file.Slice(at + 16, length));
            at += 16 + length;
        }
    }

    private static void ReadPcapng(ReadOnlySpan<byte> file, OnFrame next)
    {
        var links = new List<int>();
        for (var at = 0; at + 12 <= file.Length;)
        {
            var (kind, length) = (Read(file, at, false), (int)Read(file, at + 4, false));
            if (length < 12 || at + length > file.Length)
                return;
            if (kind == 1)
                links.Add(((int)Read(file, at + 8, false) & 0xFFFF) | (IsNanosecond(file[(at + 16)..(at + length - 4)]) ? 1 << 16 : 0));
            if (kind == 6)
            {
                var link = links[(int)Read(file, at + 8, false)];
                var time = (long)(((ulong)Read(file, at + 12, false) << 32) | Read(file, at + 16, false)) * (link >> 16 == 1 ? 1 : 1000);
                next(link & 0xFFFF, time, (int)Read(file, at + 24, false), file.Slice(at + 28, (int)Read(file, at + 20, false)));
            }

            at += length;
        }
    }

    private static bool IsNanosecond(ReadOnlySpan<byte> options)
    {
        while (options.Length >= 5 && options[0] != 0)
        {
            if (options[0] == 9)
                return options[4] == 9;
            options = options[Math.Min(options.Length, 4 + ((options[2] + (options[3] << 8) + 3) & ~3))..];
        }

        return false;
    }

    private static uint Read(ReadOnlySpan<byte> file, int at, bool swapped) =>
        swapped ? BinaryPrimitives.ReadUInt32BigEndian(file[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
}
