using System.Security.Cryptography;
using System.Text;

namespace Stray.Detection.Scoring;

/// <summary>Identity of an ordered list of features: same names, same order, nothing else.</summary>
public static class FeatureFingerprint
{
    /// <returns>Lower-case hexadecimal SHA-256.</returns>
    public static string Of(IEnumerable<string> names) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))));
}
