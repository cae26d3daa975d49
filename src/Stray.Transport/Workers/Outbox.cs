using System.Text;
using Confluent.Kafka;

namespace Stray.Transport.Workers;

/// <summary>What a stage sends, inside the open transaction. A full client queue makes it wait; nothing is ever dropped here.</summary>
public sealed class Outbox
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(50);
    private readonly IProducer<byte[], byte[]> _producer;

    internal Outbox(IProducer<byte[], byte[]> producer) => _producer = producer;

    /// <summary>Records sent since the last commit.</summary>
    public int Pending { get; private set; }

    /// <summary>Called before the first record of a transaction.</summary>
    internal Action? Opening { get; set; }

    /// <param name="value">The framed record; a null value deletes the key of a compacted topic.</param>
    public void Send(string topic, string key, byte[]? value, Headers? headers = null) => Send(topic, Encoding.UTF8.GetBytes(key), value, headers);

    /// <inheritdoc cref="Send(string, string, byte[], Headers)"/>
    public void Send(string topic, byte[] key, byte[]? value, Headers? headers = null)
    {
        Opening?.Invoke();
        var message = new Message<byte[], byte[]> { Key = key, Value = value!, Headers = headers };
        while (true)
        {
            try
            {
                _producer.Produce(topic, message);
                Pending++;
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(Wait); // backpressure: the brokers are slower than we are
            }
        }
    }

    internal void Committed() => Pending = 0;
}
