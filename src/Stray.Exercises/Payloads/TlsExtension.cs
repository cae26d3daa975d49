namespace Stray.Exercises.Payloads;

/// <summary>The TLS extension numbers whose bodies are written by hand (IANA TLS ExtensionType values).</summary>
internal static class TlsExtension
{
    public const ushort ServerName = 0, StatusRequest = 5, SupportedGroups = 10, PointFormats = 11, SignatureAlgorithms = 13, Alpn = 16,
        CompressCertificate = 27, RecordSizeLimit = 28, SupportedVersions = 43, PskModes = 45, KeyShare = 51, Renegotiation = 0xFF01;
}
