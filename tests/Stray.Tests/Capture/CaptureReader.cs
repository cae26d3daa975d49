using System.Buffers.Binary;
using Stray.Capture.Frames;

namespace Stray.Tests.Capture;

/// <summary>One frame of a test capture, with bytes of its own.</summary>
internal sealed record CapturedFrame(LinkType LinkType, int Interface, long Number, long Time, int OriginalLength, byte[] Bytes, bool TimeInvalid)
{
    public Frame ToFrame() => ToFrame(Bytes);

    /// <summary>The same frame as a snaplen of fewer bytes would have captured it.</summary>
    public Frame ToFrame(ReadOnlySpan<byte> bytes) => new()
    {
        Bytes = bytes,
        Number = Number,
        Time = Time,
        OriginalLength = OriginalLength,
        LinkType = LinkType,
        Interface = Interface,
        TimeInvalid = TimeInvalid,
    };
}

/// <summary>
/// Reads pcap and pcapng for decoder tests with the least code that can: whatever the product's reader does, these tests see
/// the same frames.
/// </summary>
internal static class CaptureReader
{
    public static IEnumerable<CapturedFrame> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return bytes.Length < 24 ? [] : BinaryPrimitives.ReadUInt32LittleEndian(bytes) == 0x0A0D0D0A ? Pcapng(bytes) : Pcap(bytes);
    }

    private static IEnumerable<CapturedFrame> Pcap(byte[] file)
    {
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(file);
        var little = magic is 0xA1B2C3D4 or 0xA1B23C4D;
        var nanoseconds = magic is 0xA1B23C4D or 0x4D3CB2A1;
        var link = (LinkType)(ushort)Word(file, 20, little);
        var number = 0;
        for (var at = 24; at + 16 <= file.Length;)
        {
            var captured = (int)Word(file, at + 8, little);
            if (captured < 0 || captured > file.Length - at - 16)
            {
                yield break;
            }

            long seconds = Word(file, at, little), fraction = Word(file, at + 4, little);
            yield return new CapturedFrame(link, 0, ++number, (seconds * 1_000_000_000) + (nanoseconds ? fraction : fraction * 1000),
                (int)Math.Min(int.MaxValue, Word(file, at + 12, little)), file[(at + 16)..(at + 16 + captured)],
                fraction >= (nanoseconds ? 1_000_000_000 : 1_000_000));
            at += 16 + captured;
        }
    }

    private static IEnumerable<CapturedFrame> Pcapng(byte[] file)
    {
        var links = new List<LinkType>();
        var little = true;
        var number = 0;
        for (var at = 0; at + 12 <= file.Length;)
        {
            if (Word(file, at, true) == 0x0A0D0D0A)
            {
                little = Word(file, at + 8, true) == 0x1A2B3C4D;
                links.Clear();
            }

            var (type, length) = (Word(file, at, little), (int)Word(file, at + 4, little));
            if (length < 12 || length > file.Length - at)
            {
                yield break;
            }

            if (type == 1)
            {
                links.Add((LinkType)(ushort)(little ? Word(file, at + 8, true) : Word(file, at + 8, false) >> 16));
            }
            else if (type == 6)
            {
                var index = (int)Word(file, at + 8, little);
                var captured = (int)Word(file, at + 20, little);
                var time = (long)(((ulong)Word(file, at + 12, little) << 32) | Word(file, at + 16, little)) * 1000;
                yield return new CapturedFrame(links[index], index, ++number, time, (int)Word(file, at + 24, little),
                    file[(at + 28)..(at + 28 + captured)], false);
            }

            at += length;
        }
    }

    private static uint Word(byte[] file, int at, bool little) => little
        ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at))
        : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
}
