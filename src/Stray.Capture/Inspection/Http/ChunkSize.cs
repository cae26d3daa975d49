using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>chunk-size [ chunk-ext ] (RFC 9112 s7.1).</summary>
internal static class ChunkSize
{
    private const int MostDigits = 15;

    /// <summary>The size, or -1 when it does not parse.</summary>
    public static long Read(scoped in InspectionContext context, scoped in PlacedBytes line)
    {
        var text = line.Bytes;
        var (size, digits, at) = (0L, 0, 0);
        for (; at < text.Length && HttpSyntax.Hex(text[at]) >= 0; at++)
        {
            digits += digits > 0 || text[at] != '0' ? 1 : 0; // some servers pad with zeros
            size = digits <= MostDigits ? (size << 4) | (long)HttpSyntax.Hex(text[at]) : size;
        }

        if (at == 0 || digits > MostDigits)
        {
            line.Report(context, FindingName.HttpChunkInvalid, 0, Math.Max(1, line.Length),
                at == 0 ? "chunk size is no hex number" : "chunk size overflows");
            return -1;
        }

        var rest = text[at..].TrimStart(" \t"u8); // old servers pad with spaces
        if (rest.Length == 0)
        {
            return size;
        }

        var extension = rest[0] == ';';
        line.Report(context, FindingName.HttpChunkInvalid, at, line.Length - at, extension ? "chunk extension" : "bytes after the chunk size");
        return extension ? size : -1;
    }
}
