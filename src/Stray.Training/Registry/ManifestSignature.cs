using System.Security.Cryptography;

namespace Stray.Training.Registry;

/// <summary>ECDSA with SHA-256 over the manifest's canonical bytes, signature field left out.</summary>
internal static class ManifestSignature
{
    public static ModelManifest Sign(ModelManifest manifest, ECDsa key) =>
        manifest with { Signature = Convert.ToBase64String(key.SignData(Signed(manifest), HashAlgorithmName.SHA256)) };

    public static bool IsBy(ModelManifest manifest, ECDsa key)
    {
        var signature = new byte[512];
        return manifest.Signature is { Length: < 600 } text
            && Convert.TryFromBase64String(text, signature, out var length)
            && key.VerifyData(Signed(manifest), signature.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    private static byte[] Signed(ModelManifest manifest) => (manifest with { Signature = null }).ToBytes();
}
