namespace Stray.Contracts.Wire;

/// <summary>A reused buffer that encodes one record at a time and grows until the record fits.</summary>
public sealed class RecordBuffer(int largest = RecordBuffer.DefaultLargest)
{
    /// <summary>Kafka brokers take 1 MiB a message by default.</summary>
    public const int DefaultLargest = 1 << 20;

    private byte[] _bytes = new byte[2048];

    /// <summary>Records that were larger than the bound and were not encoded.</summary>
    public long TooLarge { get; private set; }

    /// <summary>The encoded record, valid until the next call; empty when it exceeds the bound.</summary>
    public ReadOnlySpan<byte> Encode<TCodec, TRecord>(TRecord record)
        where TCodec : IRecordCodec<TRecord>
    {
        while (true)
        {
            var writer = new AvroWriter(_bytes);
            TCodec.Write(ref writer, record);
            if (!writer.Overflowed)
            {
                return _bytes.AsSpan(0, writer.Length);
            }

            if (_bytes.Length >= largest)
            {
                TooLarge++;
                return default;
            }

            _bytes = new byte[Math.Min(largest, _bytes.Length * 2)];
        }
    }
}
