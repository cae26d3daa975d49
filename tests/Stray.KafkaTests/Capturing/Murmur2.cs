using System.Buffers.Binary;

namespace Stray.KafkaTests.Capturing;

/// <summary>Where Java's default partitioner puts a key: an independent oracle, held to the vectors of Kafka's own UtilsTest by CoPartitioningTests.</summary>
internal static class Murmur2
{
    private const uint Multiplier = 0x5bd1e995;

    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) => (int)(Hash(key) & int.MaxValue) % partitions;

    private static uint Hash(ReadOnlySpan<byte> data)
    {
        var hash = 0x9747b28c ^ (uint)data.Length;
        var rest = data;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(rest) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> 24)) * Multiplier);
        }

        for (var i = rest.Length - 1; i >= 0; i--)
        {
            hash ^= (uint)rest[i] << (8 * i);
        }

        hash = rest.Length > 0 ? hash * Multiplier : hash;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return hash ^ (hash >> 15);
    }
}
