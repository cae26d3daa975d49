namespace Stray.Capture.Inspection.Tls;

/// <summary>TLS handshake message types (IANA TLS HandshakeType, and those of drafts once deployed).</summary>
internal static class HandshakeType
{
    public const byte HelloRequest = 0;
    public const byte ClientHello = 1;
    public const byte ServerHello = 2;
    public const byte Certificate = 11;
    public const byte CertificateRequest = 13;
    public const byte ServerHelloDone = 14;
    public const byte CertificateStatus = 22;
    public const byte SupplementalData = 23;
    public const byte CompressedCertificate = 25;

    public static bool IsKnown(byte type) =>
        type is <= 8 or (>= 11 and <= 16) or (>= 20 and <= 26) or 67 or 203 or 254;

    /// <summary>Messages that carry lists and may pass 64 KiB; none of the others comes near.</summary>
    public static bool MayBeLong(byte type) =>
        type is Certificate or CertificateRequest or CertificateStatus or SupplementalData or CompressedCertificate;
}
