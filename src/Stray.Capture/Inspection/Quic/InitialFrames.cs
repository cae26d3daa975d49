using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Quic;

/// <summary>
/// The frames of a decrypted Initial packet. Only PADDING, PING, ACK, CRYPTO and CONNECTION_CLOSE may be there (RFC 9000
/// s17.2.2).
/// </summary>
internal static class InitialFrames
{
    /// <summary>Further into the stream no hello reaches.</summary>
    private const long MaximumCryptoOffset = 1 << 16;

    /// <param name="alert">The TLS alert a CONNECTION_CLOSE carries (RFC 9001 s4.8), -1 without.</param>
    /// <returns>What is wrong, with a null text when nothing is.</returns>
    public static FindingDetail Read(ReadOnlySpan<byte> plain, CryptoStream crypto, out int alert)
    {
        alert = -1;
        var reader = new QuicReader(plain);
        while (reader.Remaining > 0)
        {
            _ = reader.TryVarint(out var type);
            var sound = type switch
            {
                0 => TrySkipPadding(ref reader),
                1 => true,
                2 or 3 => TrySkipAck(ref reader, type == 3),
                6 => TryCrypto(ref reader, crypto),
                0x1C => TryClose(ref reader, out alert),
                _ => false,
            };
            if (!sound)
            {
                return new FindingDetail("frame of type {0} in an Initial packet does not parse or does not belong there", type);
            }
        }

        return default;
    }

    private static bool TrySkipPadding(ref QuicReader reader)
    {
        reader.SkipRun(0);
        return true;
    }

    private static bool TrySkipAck(ref QuicReader reader, bool counts)
    {
        if (!reader.TryVarint(out _) || !reader.TryVarint(out _) || !reader.TryVarint(out var ranges) || !reader.TryVarint(out _)
            || ranges > reader.Remaining)
        {
            return false;
        }

        var values = (2 * ranges) + (counts ? 3 : 0);
        for (long i = 0; i < values; i++)
        {
            if (!reader.TryVarint(out _))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryCrypto(ref QuicReader reader, CryptoStream crypto)
    {
        if (!reader.TryVarint(out var offset) || !reader.TryVarint(out var length) || !reader.TryBytes(length, out var bytes)
            || offset + length > MaximumCryptoOffset)
        {
            return false;
        }

        crypto.Add(offset, bytes);
        return true;
    }

    private static bool TryClose(ref QuicReader reader, out int alert)
    {
        alert = -1;
        if (!reader.TryVarint(out var error) || !reader.TryVarint(out _) || !reader.TryVarint(out var length) || !reader.TryBytes(length, out _))
        {
            return false;
        }

        alert = error is >= 0x100 and <= 0x1FF ? (int)error - 0x100 : -1;
        return true;
    }
}
