namespace Stray.Capture.Inspection.Quic;

/// <summary>Long-header packet types, numbered as QUIC v1 writes them.</summary>
internal enum QuicPacketType : byte
{
    Initial = 0,
    ZeroRtt = 1,
    Handshake = 2,
    Retry = 3,
    VersionNegotiation = 4,
}
