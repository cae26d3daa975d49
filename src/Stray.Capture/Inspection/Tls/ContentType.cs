namespace Stray.Capture.Inspection.Tls;

/// <summary>TLS record content types (IANA TLS ContentType).</summary>
internal static class ContentType
{
    public const byte ChangeCipherSpec = 20;
    public const byte Alert = 21;
    public const byte Handshake = 22;
    public const byte ApplicationData = 23;
    public const byte Heartbeat = 24;
}
