using Stray.Contracts.Wire;

namespace Stray.Transport.Wire;

/// <summary>Encodes records as framed messages. One per producing thread: it reuses its buffer.</summary>
/// <param name="schemaId">From <see cref="ISchemaIds.IdOf"/>.</param>
/// <param name="largest">Bytes of a message; leaves room below <see cref="Cluster.ClientConfigs.LargestMessage"/> for key and headers.</param>
public sealed class RecordEncoder<TCodec, TRecord>(int schemaId, int largest = RecordEncoder<TCodec, TRecord>.DefaultLargest)
    where TCodec : IRecordCodec<TRecord>
{
    public const int DefaultLargest = 1_000_000;

    private byte[] _buffer = new byte[Math.Min(2048, largest)];

    /// <summary>Records that were larger than the bound and were not encoded.</summary>
    public long TooLarge { get; private set; }

    /// <summary>The framed message in an array of its own (the client takes no spans); null when it exceeds the bound.</summary>
    public byte[]? Encode(TRecord record)
    {
        var message = EncodeInPlace(record);
        return message.IsEmpty ? null : message.ToArray();
    }

    /// <summary>The framed message, valid until the next call; empty when it exceeds the bound.</summary>
    public ReadOnlySpan<byte> EncodeInPlace(TRecord record)
    {
        while (true)
        {
            var writer = new AvroWriter(_buffer.AsSpan(Framing.Length));
            TCodec.Write(ref writer, record);
            if (!writer.Overflowed)
            {
                Framing.Write(_buffer, schemaId);
                return _buffer.AsSpan(0, Framing.Length + writer.Length);
            }

            if (_buffer.Length >= largest)
            {
                TooLarge++;
                return default;
            }

            _buffer = new byte[Math.Min(largest, _buffer.Length * 2)];
        }
    }
}
