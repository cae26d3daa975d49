using System.Buffers.Binary;

namespace Stray.Tests.Capture.Inspection;

/// <summary>The least reader of pcap and pcapng that the inspection tests need: frames of little- or big-endian files, in order.</summary>
internal static class CaptureFrames
{
    public sealed record Captured(long Number, int LinkType, byte[] Bytes, int WireLength);

    public static IEnumerable<Captured> Read(string path)
    {
        var file = File.ReadAllBytes(path);
        return file.AsSpan().StartsWith(new byte[] { 0x0A, 0x0D, 0x0D, 0x0A }) ? ReadPcapng(file) : ReadPcap(file);
    }

    private static IEnumerable<Captured> ReadPcap(byte[] file)
    {
        if (file.Length < 24)
        {
            yield break;
        }

        var little = file[0] is 0xD4 or 0x4D;
        var link = UInt32(file, 20, little) & 0xFFFF;
        var number = 0;
        for (var at = 24; at + 16 <= file.Length;)
        {
            var length = UInt32(file, at + 8, little);
            if (length > file.Length - at - 16)
            {
                yield break;
            }

            yield return new Captured(++number, (int)link, file[(at + 16)..(at + 16 + (int)length)], (int)UInt32(file, at + 12, little));
            at += 16 + (int)length;
        }
    }

    private static IEnumerable<Captured> ReadPcapng(byte[] file)
    {
        var links = new List<int>();
        var little = true;
        var number = 0;
        for (var at = 0; at + 12 <= file.Length;)
        {
            var type = UInt32(file, at, little);
            if (type == 0x0A0D0D0A)
            {
                little = file[at + 8] == 0x4D;
                links.Clear();
            }

            var length = (int)UInt32(file, at + 4, little);
            if (length < 12 || length > file.Length - at)
            {
                yield break;
            }

            if (type == 1)
            {
                links.Add(little ? file[at + 8] | (file[at + 9] << 8) : (file[at + 8] << 8) | file[at + 9]);
            }
            else if (type == 6 && UInt32(file, at + 8, little) < links.Count)
            {
                var captured = (int)UInt32(file, at + 20, little);
                yield return new Captured(
                    ++number, links[(int)UInt32(file, at + 8, little)], file[(at + 28)..(at + 28 + captured)], (int)UInt32(file, at + 24, little));
            }
            else if (type == 3 && links.Count > 0)
            {
                var wire = (int)UInt32(file, at + 8, little);
                yield return new Captured(++number, links[0], file[(at + 12)..(at + 12 + Math.Min(wire, length - 16))], wire);
            }

            at += length;
        }
    }

    private static uint UInt32(byte[] file, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at)) : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
}
