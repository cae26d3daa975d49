namespace Stray.Capture.Inspection.Tls;

/// <summary>One side's place in the record layer: which record, how much of it is still to come, is it encrypted.</summary>
internal sealed class TlsSide(StreamBufferPool buffers, TlsSession session)
{
    /// <summary>Header bytes of a record cut by a segment's end, and where they began.</summary>
    public readonly byte[] Header = new byte[TlsInspector.RecordHeader];
    public int HeaderLength;
    public Place HeaderPlace;

    public byte Type;
    public int Length;

    /// <summary>Bytes of the current record still to come.</summary>
    public int Remaining;

    /// <summary>First bytes of the content of short record types.</summary>
    public readonly byte[] Content = new byte[4];
    public int ContentLength;
    public Place ContentPlace;

    public bool Started;
    public bool SawHandshake;
    public bool Encrypted;
    public bool Done;

    /// <summary>Bytes walked since encryption began; see <see cref="TlsInspector.WatchedBytes"/>.</summary>
    public long Walked;

    /// <summary>Record length of a heartbeat nobody has answered yet.</summary>
    public int HeartbeatLength;

    /// <summary>SSLv2 hello (RFC 5246 E.2) being gathered.</summary>
    public StreamBuffer? Sslv2;

    public HandshakeStream Handshake { get; } = new(buffers, session);

    public void Reset()
    {
        HeaderLength = 0;
        Remaining = 0;
        ContentLength = 0;
        Started = false;
        SawHandshake = false;
        Encrypted = false;
        Done = false;
        Walked = 0;
        HeartbeatLength = 0;
        buffers.Return(ref Sslv2);
        Handshake.Reset();
    }
}
