using System.Security.Cryptography;
using System.Text;
using Stray.Contracts.Features;

namespace Stray.Contracts.Wire;

/// <summary>What writer and reader of Avro object container files agree on (Avro 1.12 specification, Object Container Files).</summary>
internal static class RecordFileFormat
{
    public const string SchemaKey = "avro.schema";
    public const string CodecKey = "avro.codec";

    /// <summary>The feature catalogue the file was written with; readers that do not know the key skip it.</summary>
    public const string FeaturesKey = "stray.features";
    public const string Null = "null";
    public const string Deflate = "deflate";
    public const int SyncLength = 16;

    /// <summary>
    /// A block is closed when it holds this many bytes of records. Every block sets a compressor up anew, whose tables are
    /// larger than small blocks.
    /// </summary>
    public const int BlockBytes = 256 << 10;

    /// <summary>Largest block that is read, as stored and as inflated; ours are far smaller, Apache.Avro's are 16 KiB by default.</summary>
    public const int LargestBlock = 64 << 20;

    /// <summary>Largest metadata value that is read.</summary>
    public const int LargestValue = 1 << 20;

    public const int MostKeys = 64;

    public static ReadOnlySpan<byte> Magic => "Obj\x01"u8;

    /// <summary>The sync marker: fixed by what is written, so that the same input gives the same file.</summary>
    public static byte[] Sync(string schema, string codec) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{schema}\n{codec}\n{FeatureCatalogue.Fingerprint}"))[..SyncLength];
}
