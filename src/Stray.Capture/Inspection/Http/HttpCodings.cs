namespace Stray.Capture.Inspection.Http;

/// <summary>Transfer codings (RFC 9112 s7) and content codings (RFC 9110 s8.4.1).</summary>
internal static class HttpCodings
{
    /// <summary>
    /// Why Transfer-Encoding cannot be trusted to frame alike everywhere; null for the one value in use, "chunked", and for
    /// "identity" alone, which servers of RFC 2616 still send.
    /// </summary>
    public static string? CheckTransfer(ReadOnlySpan<byte> value, out bool chunkedLast)
    {
        var (count, chunked, known) = (0, 0, true);
        chunkedLast = false;
        while (HttpSyntax.TryNext(ref value, out var coding))
        {
            count++;
            chunkedLast = HttpSyntax.Is(coding, "chunked"u8);
            chunked += chunkedLast ? 1 : 0;
            known &= chunkedLast || HttpSyntax.Is(coding, "identity"u8) || IsCompression(coding);
        }

        return count == 0 ? "Transfer-Encoding is empty"
            : !known ? "transfer coding is unknown"
            : count > 1 ? chunked > 1 ? "chunked more than once" : "more than one transfer coding"
            : null;
    }

    /// <summary>Counts the codings of one field line and says which single one it is.</summary>
    /// <returns>False when a coding is not registered.</returns>
    public static bool ReadContent(ReadOnlySpan<byte> value, HttpMessage message)
    {
        var known = true;
        while (HttpSyntax.TryNext(ref value, out var coding))
        {
            var identity = HttpSyntax.Is(coding, "identity"u8) || HttpSyntax.Is(coding, "none"u8);
            known &= identity || IsCompression(coding) || IsOtherContent(coding);
            message.EncodingLayers++;
            message.Coding = identity ? message.Coding
                : message.Coding != HttpCoding.None ? HttpCoding.Opaque
                : HttpSyntax.Is(coding, "gzip"u8) || HttpSyntax.Is(coding, "x-gzip"u8) ? HttpCoding.Gzip
                : HttpSyntax.Is(coding, "deflate"u8) ? HttpCoding.Deflate : HttpCoding.Opaque;
        }

        return known;
    }

    private static bool IsCompression(ReadOnlySpan<byte> coding) =>
        HttpSyntax.Is(coding, "gzip"u8) || HttpSyntax.Is(coding, "deflate"u8) || HttpSyntax.Is(coding, "compress"u8)
        || HttpSyntax.Is(coding, "x-gzip"u8) || HttpSyntax.Is(coding, "x-compress"u8);

    private static bool IsOtherContent(ReadOnlySpan<byte> coding) =>
        HttpSyntax.Is(coding, "br"u8) || HttpSyntax.Is(coding, "zstd"u8) || HttpSyntax.Is(coding, "aes128gcm"u8)
        || HttpSyntax.Is(coding, "exi"u8) || HttpSyntax.Is(coding, "pack200-gzip"u8) || HttpSyntax.Is(coding, "dcb"u8)
        || HttpSyntax.Is(coding, "dcz"u8) || HttpSyntax.Is(coding, "lzma"u8) || HttpSyntax.Is(coding, "x-lzma"u8);
}
