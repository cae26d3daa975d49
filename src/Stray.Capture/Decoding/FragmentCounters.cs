namespace Stray.Capture.Decoding;

/// <summary>What became of IP fragments; every train ends completed, expired, evicted or refused.</summary>
public sealed class FragmentCounters
{
    public long Fragments { get; internal set; }

    public long Completed { get; internal set; }

    /// <summary>Trains that were not complete within the timeout.</summary>
    public long Expired { get; internal set; }

    /// <summary>Trains given up for younger ones because the table or its byte budget was full.</summary>
    public long Evicted { get; internal set; }

    /// <summary>Fragments that could not be kept: cut by the snaplen, too many holes, or beyond the largest datagram.</summary>
    public long Refused { get; internal set; }

    /// <summary>Bytes of reassembly buffers held now; never above the budget.</summary>
    public long BytesHeld { get; internal set; }
}
