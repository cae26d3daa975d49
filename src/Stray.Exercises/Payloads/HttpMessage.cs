using System.Globalization;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>HTTP/1.1 requests and responses (RFC 9112) with bodies that are what their Content-Type says.</summary>
internal sealed class HttpMessage(ByteWriter writer, Dice dice)
{
    public const string
        Browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        UpdateAgent = "Delivery-Optimization/10.0", StatusAgent = "Microsoft-CryptoAPI/10.0";

    private static readonly string[] Words =
    [
        "account", "project", "meeting", "report", "customer", "invoice", "holiday", "room", "budget", "quarter", "supplier", "travel",
        "policy", "training", "order", "delivery", "agenda", "contract", "review", "plan", "team", "office", "schedule", "notice",
    ];

    public ReadOnlySpan<byte> Get(string host, string path, string agent, string? range = null)
    {
        writer.Clear().Ascii($"GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept: */*\r\n");
        if (agent == Browser)
        {
            writer.Ascii("Accept-Encoding: identity\r\nAccept-Language: en-GB,en;q=0.9\r\n");
        }

        if (range is not null)
        {
            writer.Ascii($"Range: bytes={range}\r\n");
        }

        return writer.Ascii("Connection: keep-alive\r\n\r\n").Written;
    }

    public ReadOnlySpan<byte> Post(string host, string path, string type, ReadOnlySpan<byte> body) => writer.Clear()
        .Ascii($"POST {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {Browser}\r\nAccept: */*\r\nContent-Type: {type}\r\n")
        .Ascii($"Content-Length: {body.Length}\r\n\r\n").Bytes(body).Written;

    public ReadOnlySpan<byte> Page(int bytes, long time)
    {
        Head("200 OK", "text/html; charset=utf-8", time).Ascii($"Content-Length: {bytes}\r\n\r\n");
        return Text("<!DOCTYPE html><html><body><p>", bytes, "</p></body></html>").Written;
    }

    public ReadOnlySpan<byte> Json(int bytes, long time)
    {
        Head("200 OK", "application/json", time).Ascii($"Content-Length: {bytes}\r\n\r\n");
        return Text("{\"items\":\"", bytes, "\"}").Written;
    }

    /// <summary>The same kind of page with a length not known beforehand (RFC 9112 s7.1).</summary>
    public ReadOnlySpan<byte> ChunkedPage(int bytes, long time)
    {
        Head("200 OK", "text/html; charset=utf-8", time).Ascii("Transfer-Encoding: chunked\r\n\r\n");
        var first = bytes / 2;
        writer.Ascii($"{first:x}\r\n");
        Text("<!DOCTYPE html><html><body><p>", first, "").Ascii($"\r\n{bytes - first:x}\r\n");
        return Text("", bytes - first, "</p></body></html>").Ascii("\r\n0\r\n\r\n").Written;
    }

    public ReadOnlySpan<byte> Image(int bytes, long time)
    {
        Head("200 OK", "image/png", time).Ascii($"Content-Length: {bytes}\r\n\r\n");
        PngImage.Write(writer, dice, bytes);
        return writer.Written;
    }

    public ReadOnlySpan<byte> NotModified(long time) => Head("304 Not Modified", null, time).Ascii("\r\n").Written;

    public ReadOnlySpan<byte> NotFound(long time)
    {
        Head("404 Not Found", "text/html; charset=utf-8", time).Ascii("Content-Length: 160\r\n\r\n");
        return Text("<!DOCTYPE html><html><body><h1>Not Found</h1><p>", 160, "</p></body></html>").Written;
    }

    /// <summary>One part of a cabinet file (RFC 9110 s14.4, s15.3.7).</summary>
    public ReadOnlySpan<byte> Part(long first, int bytes, long total, long time)
    {
        Head("206 Partial Content", "application/octet-stream", time)
            .Ascii($"Content-Range: bytes {first}-{first + bytes - 1}/{total}\r\nContent-Length: {bytes}\r\n\r\n");
        return (first == 0 ? writer.Ascii("MSCF").Random(dice, bytes - 4) : writer.Random(dice, bytes)).Written;
    }

    public ReadOnlySpan<byte> Response(string type, ReadOnlySpan<byte> body, long time) =>
        Head("200 OK", type, time).Ascii($"Content-Length: {body.Length}\r\n\r\n").Bytes(body).Written;

    private ByteWriter Head(string status, string? type, long time)
    {
        var date = DateTimeOffset.FromUnixTimeSeconds(time / Nanos.Second).ToString("R", CultureInfo.InvariantCulture);
        writer.Clear().Ascii($"HTTP/1.1 {status}\r\nDate: {date}\r\nServer: nginx\r\n");
        return type is null ? writer : writer.Ascii($"Content-Type: {type}\r\n");
    }

    private ByteWriter Text(string head, int bytes, string tail)
    {
        var end = writer.Length + bytes - tail.Length;
        writer.Ascii(head);
        while (end - writer.Length > 12)
        {
            writer.Ascii(dice.Pick(Words)).U8(' ');
        }

        while (writer.Length < end)
        {
            writer.U8('.');
        }

        return writer.Ascii(tail);
    }
}
