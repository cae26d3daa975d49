using Stray.Contracts.Flows;

namespace Stray.Capture.Decoding.Ip;

/// <summary>
/// What fragments of one datagram share. RFC 791 s3.2 counts the protocol in; leaving it out is what makes a fragment with
/// another protocol visible.
/// </summary>
internal readonly record struct FragmentKey(Address Source, Address Destination, uint Identification, byte Version)
{
    public int Hash()
    {
        var hash = (Source.Low * 0x9E3779B97F4A7C15UL) ^ (Destination.Low * 0xC2B2AE3D27D4EB4FUL)
            ^ ((Source.High ^ Destination.High ^ Identification) * 0x165667B19E3779F9UL);
        return (int)(hash >> 33);
    }
}

/// <summary>One fragment's place in its datagram and in its frame.</summary>
/// <param name="Offset">Byte offset within the datagram's payload.</param>
/// <param name="HeaderOffset">Where its IP header starts in the frame.</param>
/// <param name="FieldOffset">Where the two bytes of offset and flags lie in the frame.</param>
/// <param name="HeaderLength">Bytes of IP header that precede the reassembled payload.</param>
internal readonly record struct Fragment(
    FragmentKey Key, int Offset, bool More, byte Protocol, int HeaderOffset, int FieldOffset, int HeaderLength);
