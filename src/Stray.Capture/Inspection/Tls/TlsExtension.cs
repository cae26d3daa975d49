namespace Stray.Capture.Inspection.Tls;

/// <summary>Extension types the inspection looks into (IANA TLS ExtensionType values).</summary>
internal static class TlsExtension
{
    public const ushort ServerName = 0;
    public const ushort SignatureAlgorithms = 13;
    public const ushort Alpn = 16;
    public const ushort SupportedVersions = 43;

    /// <summary>Encrypted server name, an abandoned draft.</summary>
    public const ushort EncryptedServerName = 0xFFCE;

    /// <summary>RFC 9849: encrypted client hello.</summary>
    public const ushort EncryptedClientHello = 0xFE0D;
}
