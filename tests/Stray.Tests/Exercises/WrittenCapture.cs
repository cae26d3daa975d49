using System.Buffers.Binary;
using PacketDotNet;
using Stray.Exercises;
using Stray.Exercises.Answers;

namespace Stray.Tests.Exercises;

/// <summary>A small office written once for all tests of this folder: what the generator wrote, read back frame by frame.</summary>
public sealed class WrittenCapture
{
    internal static readonly ScenarioOptions Small = new()
    {
        Seed = 7,
        Workstations = 20,
        Start = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero),
        Baseline = TimeSpan.FromMinutes(45),
        Gap = TimeSpan.FromMinutes(10),
        Exercise = TimeSpan.FromMinutes(45),
    };

    public WrittenCapture()
    {
        var scenario = new Scenario(Small);
        using var baseline = new MemoryStream();
        scenario.WriteBaseline(baseline);
        Baseline = baseline.ToArray();
        using var exercise = new MemoryStream();
        Key = scenario.WriteExercise(exercise);
        Exercise = exercise.ToArray();
    }

    public byte[] Baseline { get; }

    public byte[] Exercise { get; }

    public AnswerKey Key { get; }

    /// <summary>Every frame with its time in ns since 1970.</summary>
    internal static IEnumerable<(long Time, byte[] Bytes)> Frames(byte[] pcap)
    {
        for (var offset = 24; offset < pcap.Length;)
        {
            var header = pcap.AsSpan(offset, 16);
            var time = (BinaryPrimitives.ReadUInt32LittleEndian(header) * 1_000_000_000L) + BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            var length = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
            yield return (time, pcap.AsSpan(offset + 16, length).ToArray());
            offset += 16 + length;
        }
    }

    /// <summary>TCP segments of sound packets. PacketDotNet may only be let near frames we made; the crafted ones are left out.</summary>
    internal static IEnumerable<(long Time, IPv4Packet Ip, TcpPacket Tcp)> Segments(byte[] pcap, IReadOnlySet<string>? without = null)
    {
        foreach (var (time, bytes) in Frames(pcap))
        {
            if (bytes[12] == 8 && bytes[13] == 0 && bytes[14] == 0x45 && bytes[23] == 6 && bytes[46] >> 4 >= 5
                && without?.Contains(Source(bytes)) != true)
            {
                var ip = (IPv4Packet)Packet.ParsePacket(LinkLayers.Ethernet, bytes).PayloadPacket;
                yield return (time, ip, (TcpPacket)ip.PayloadPacket);
            }
        }
    }

    internal static string Source(byte[] frame) => $"{frame[26]}.{frame[27]}.{frame[28]}.{frame[29]}";

    internal Planted Planted(string id) => Key.Planted.Single(p => p.Id == id);
}
