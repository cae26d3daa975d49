namespace Stray.Capture.Inspection.Tls.X509;

/// <summary>The first thing wrong with a certificate.</summary>
/// <param name="Text">What; null when nothing is.</param>
/// <param name="Structural">The DER itself does not nest, as opposed to a wrong value in a sound structure.</param>
internal readonly record struct CertificateFlaw(string? Text, int Offset, int Length, bool Structural);
