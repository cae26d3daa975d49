using System.IO.Compression;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>
/// The first bytes of a response body: do they contradict the media type, do they decompress, and into how much? Keeps at
/// most <see cref="Maximum"/> bytes and only for bodies where one of the questions is open; decompresses only the first few
/// bodies of a flow, because that costs as much as hundreds of packets.
/// </summary>
internal sealed class BodyHead
{
    public const int Maximum = 4 * 1024;
    private const int MostUnpacked = 3;
    private const int Signature = 8;

    /// <summary>A bomb unpacks to millions of bytes; gzip's limit is about 1030 to 1, pages stay below 100 to 1.</summary>
    private const int BombRatio = 500;
    private const long BombBytes = 1 << 20;

    private readonly PlacedBuffer _head = new(Maximum);
    private HttpMedia _media;
    private HttpCoding _coding;
    private bool _looked;
    private int _unpacked;

    /// <summary>Whether more of the body would be looked at.</summary>
    public bool IsWanted { get; private set; }

    public void Reset()
    {
        _head.Reset();
        _unpacked = 0;
        IsWanted = false;
    }

    public void Begin(HttpMessage message)
    {
        _head.Clear();
        _looked = false;
        _coding = message.EncodingLayers == 1 && _unpacked < MostUnpacked ? message.Coding : HttpCoding.None;
        _media = message.EncodingLayers == 0 && message.Status is 200 ? message.Media : HttpMedia.Unknown;
        IsWanted = _coding is HttpCoding.Gzip or HttpCoding.Deflate || _media != HttpMedia.Unknown;
    }

    public void Add(scoped in InspectionContext context, scoped in StreamChunk chunk, int position, int length)
    {
        if (!IsWanted)
        {
            return;
        }

        var wanted = _coding is HttpCoding.Gzip or HttpCoding.Deflate ? Maximum : Signature;
        _head.Append(chunk, position, Math.Min(length, wanted - _head.Length));
        if (!_looked && _head.Length >= Signature)
        {
            _looked = true;
            CheckMedia(context);
        }

        if (_head.Length >= wanted)
        {
            End(context, whole: false);
        }
    }

    /// <summary>The body is complete, or broken off.</summary>
    public void End(scoped in InspectionContext context, bool whole)
    {
        if (IsWanted && _coding is HttpCoding.Gzip or HttpCoding.Deflate && _head.Length > Signature)
        {
            CheckCoding(context, whole);
        }

        IsWanted = false;
    }

    /// <summary>Bytes of the body are missing: nothing more can be said about it.</summary>
    public void Abandon() => IsWanted = false;

    public static HttpMedia MediaOf(ReadOnlySpan<byte> type) =>
        HttpSyntax.StartsWith(type, "text/"u8) || HttpSyntax.StartsWith(type, "application/json"u8)
        || HttpSyntax.StartsWith(type, "application/javascript"u8) || HttpSyntax.StartsWith(type, "application/xml"u8) ? HttpMedia.Text
        : HttpSyntax.StartsWith(type, "image/"u8) || HttpSyntax.StartsWith(type, "audio/"u8) || HttpSyntax.StartsWith(type, "video/"u8)
        || HttpSyntax.StartsWith(type, "font/"u8) ? HttpMedia.Picture
        : HttpMedia.Unknown;

    private void CheckMedia(scoped in InspectionContext context)
    {
        var head = _head.Bytes[..Signature];
        var contradicts = _media switch
        {
            HttpMedia.Text => IsBinary(head),
            HttpMedia.Picture => IsProgram(head),
            _ => false,
        };
        if (contradicts)
        {
            new PlacedBytes(_head).Report(context, FindingName.HttpContentTypeMismatch, 0, Signature, _media == HttpMedia.Text
                ? "body declared as text begins with control characters"
                : "body declared as picture, sound or font begins like a program");
        }
    }

    /// <summary>Text in whatever charset has no C0 controls but white space and escape; UTF-16 and UTF-32 begin with their mark.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> head) =>
        !head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) && !head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
        && !head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])
        && (head.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || head.IndexOfAnyInRange((byte)14, (byte)26) >= 0
            || head.IndexOfAnyInRange((byte)28, (byte)31) >= 0);

    private static bool IsProgram(ReadOnlySpan<byte> head) =>
        (head.StartsWith("MZ"u8) && head[3] == 0) || head.StartsWith("\x7FELF"u8) || head.StartsWith("PK\x03\x04"u8)
        || head.StartsWith("#!/"u8) || HttpSyntax.StartsWith(head, "<script"u8);

    private void CheckCoding(scoped in InspectionContext context, bool whole)
    {
        _unpacked++;
        var unpacked = Unpack(whole, out var consumed, out var broken);
        if (unpacked > BombBytes && unpacked > consumed * BombRatio)
        {
            Report(context, new("{0} bytes of body unpack to {1}", consumed, unpacked));
        }
        else if (broken)
        {
            Report(context, "body does not decompress");
        }
    }

    private void Report(scoped in InspectionContext context, FindingDetail detail) =>
        new PlacedBytes(_head).Report(context, FindingName.HttpContentEncodingAbuse, 0, _head.Length, detail);

    /// <summary>Decompresses what is there, into nothing. Runs once per compressed body, on at most 4 KiB.</summary>
    private long Unpack(bool whole, out long consumed, out bool broken)
    {
        using var input = new Feed(_head.Bytes.ToArray());
        using Stream inflater = _coding == HttpCoding.Gzip ? new GZipStream(input, CompressionMode.Decompress)
            : IsZlib(_head.Bytes) ? new ZLibStream(input, CompressionMode.Decompress)
            : new DeflateStream(input, CompressionMode.Decompress); // many servers send raw deflate
        Span<byte> output = stackalloc byte[4096];
        var total = 0L;
        broken = false;
        try
        {
            for (var read = 1; read > 0 && total < 16 * BombBytes; total += read)
            {
                read = inflater.Read(output);
            }
        }
        catch (InvalidDataException)
        {
            // Running out of input throws, too, and is no fault: of the head, or of a server that broke off.
            broken = !input.IsExhausted || (whole && total == 0);
        }

        consumed = Math.Max(input.Position, 1);
        return total;
    }

    private static bool IsZlib(ReadOnlySpan<byte> head) => (head[0] & 0x0F) == 8 && ((head[0] << 8) | head[1]) % 31 == 0;

    /// <summary>Hands out its bytes in small portions, so that one can tell an error from the end of the input.</summary>
    private sealed class Feed(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        private const int Portion = 64;

        public bool IsExhausted => Position >= Length;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, Portion)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, Portion));
    }
}
