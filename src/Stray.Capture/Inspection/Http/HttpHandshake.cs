using System.Security.Cryptography;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Http;

/// <summary>Changes of protocol inside a connection: Upgrade (RFC 9110 s7.8), WebSocket (RFC 6455 s4), h2c (RFC 7540 s3.2).</summary>
internal sealed class HttpHandshake
{
    private const int KeyLength = 24;
    private static ReadOnlySpan<byte> WebSocketGuid => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    private readonly byte[] _key = new byte[KeyLength];
    private bool _hasKey;
    private bool _acceptMatches;

    /// <summary>What the last request asked for.</summary>
    public HttpUpgrade Asked { get; private set; }

    /// <summary>The server accepted an extension, so that reserved bits have a meaning.</summary>
    public bool HasExtensions { get; private set; }

    public void Reset()
    {
        Asked = HttpUpgrade.None;
        _hasKey = _acceptMatches = HasExtensions = false;
    }

    public void EndRequest(HttpMessage request)
    {
        Asked = request.Upgrade;
        _hasKey &= request.Has(HttpField.WebSocketKey);
    }

    public void Take(scoped in InspectionContext context, scoped in HttpFieldPlace field, HttpMessage message)
    {
        var line = field.Line;
        var text = field.Value.Bytes;
        switch (field.Name)
        {
            case HttpField.Upgrade:
                message.Upgrade = HttpSyntax.Is(text, "websocket"u8) ? HttpUpgrade.WebSocket
                    : HttpSyntax.StartsWith(text, "h2c"u8) ? HttpUpgrade.Http2 : HttpUpgrade.Other;
                break;
            case HttpField.WebSocketKey when !message.IsResponse:
                _hasKey = text.Length == KeyLength;
                text[..Math.Min(text.Length, KeyLength)].CopyTo(_key);
                break;
            case HttpField.WebSocketAccept when message.IsResponse:
                CheckAccept(context, line, text);
                break;
            case HttpField.WebSocketExtensions when message.IsResponse:
                HasExtensions = text.Length > 0;
                break;
            case HttpField.Http2Settings when !message.IsResponse:
                CheckSettings(context, line, text);
                break;
        }
    }

    /// <summary>Checks a 101 response whose header is complete.</summary>
    /// <param name="requestKnown">False when the request may have been lost.</param>
    public void CheckSwitch(scoped in InspectionContext context, HttpMessage response, bool requestKnown)
    {
        string? fault = response.Upgrade == HttpUpgrade.None ? "101 without Upgrade"
            : requestKnown && Asked == HttpUpgrade.None ? "101 to a request without Upgrade"
            : requestKnown && Asked == HttpUpgrade.WebSocket && response.Upgrade != HttpUpgrade.WebSocket
                ? "101 to another protocol than asked for"
            : response.Upgrade == HttpUpgrade.WebSocket && _hasKey && !_acceptMatches && !response.Has(HttpField.WebSocketAccept)
                ? "101 without Sec-WebSocket-Accept" : null;
        if (fault is not null)
        {
            var at = response.StartAt;
            context.ReportAt(FindingName.HttpUpgradeViolation, at.Frame, at.Offset, Math.Min(response.StartLength, at.Length), at.Time, fault);
        }
    }

    private void CheckAccept(scoped in InspectionContext context, scoped in PlacedBytes line, ReadOnlySpan<byte> accept)
    {
        Span<byte> hashed = stackalloc byte[KeyLength + 36];
        _key.CopyTo(hashed);
        WebSocketGuid.CopyTo(hashed[KeyLength..]);
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6455 s4.2.2 prescribes SHA-1
        SHA1.HashData(hashed, digest);
#pragma warning restore CA5350
        Span<byte> expected = stackalloc byte[28];
        System.Buffers.Text.Base64.EncodeToUtf8(digest, expected, out _, out var written);
        _acceptMatches = accept.SequenceEqual(expected[..written]);
        if (_hasKey && !_acceptMatches)
        {
            line.Report(context, FindingName.HttpUpgradeViolation, 0, line.Length, "Sec-WebSocket-Accept does not fit the key");
        }
    }

    /// <summary>base64url of a SETTINGS payload: whole entries of six octets (RFC 7540 s3.2.1).</summary>
    private static void CheckSettings(scoped in InspectionContext context, scoped in PlacedBytes line, ReadOnlySpan<byte> text)
    {
        var digits = text.TrimEnd((byte)'=');
        if (digits.IndexOfAnyExcept(HttpSyntax.Base64) >= 0 || digits.Length % 4 == 1 || digits.Length * 3 / 4 % 6 != 0)
        {
            line.Report(context, FindingName.HttpUpgradeViolation, 0, line.Length, "HTTP2-Settings is no base64 of SETTINGS entries");
        }
    }
}
