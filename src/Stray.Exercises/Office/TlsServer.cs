namespace Stray.Exercises.Office;

/// <summary>How a site's front end answers a ClientHello.</summary>
/// <param name="Modern">TLS 1.3; otherwise 1.2, with the certificate in the clear.</param>
internal sealed record TlsServer(bool Modern, ushort Cipher, byte[] Certificate)
{
    /// <summary>Bytes of the encrypted flight of a TLS 1.3 server (EncryptedExtensions to Finished).</summary>
    public int EncryptedFlight { get; init; } = 2900;
}
