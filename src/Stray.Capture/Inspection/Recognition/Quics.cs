using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Recognition;

/// <summary>QUIC versions, as far as their long headers are those of RFC 8999.</summary>
internal static class Quics
{
    public const uint Version1 = 1;
    public const uint Version2 = 0x6B3343CF;

    /// <summary>IETF drafts, whose initial packets are protected with a salt of their own.</summary>
    public static bool IsDraft(uint version) => (version & 0xFFFFFF00) == 0xFF000000 && (version & 0xFF) is >= 20 and <= 34;

    public static bool IsKnownVersion(uint version) =>
        version is Version1 or Version2 || IsDraft(version) || IsGoogle(version) || (version & 0xFFFFFF00) == 0xFACEB000;

    /// <summary>Google QUIC before the IETF's: "Q046" to "Q050" and "T050", "T051" in ASCII.</summary>
    private static bool IsGoogle(uint version) =>
        (version >> 24) is 'Q' or 'T' && ((version >> 16) & 0xFF) == '0' && ((version >> 8) & 0xFF) is >= '4' and <= '5';

    /// <summary>RFC 8999 s6: connection ids, then at least one version that is known or reserved for greasing.</summary>
    public static bool IsVersionNegotiation(ReadOnlySpan<byte> bytes)
    {
        var source = 6 + bytes[5];
        var versions = source + 1 + (source < bytes.Length ? bytes[source] : 0);
        if (versions + 4 > bytes.Length || (bytes.Length - versions) % 4 != 0)
        {
            return false;
        }

        for (var i = versions; i + 4 <= bytes.Length; i += 4)
        {
            var version = BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]);
            if (!IsKnownVersion(version) && (version & 0x0F0F0F0F) != 0x0A0A0A0A)
            {
                return false;
            }
        }

        return true;
    }
}
