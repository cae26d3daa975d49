using Stray.Capture.Flows;
using Stray.Capture.Inspection.Http;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Http;

public sealed class HttpUpgradeTests
{
    private const string Host = "Host: a\r\nUser-Agent: Mozilla\r\n";

    /// <summary>The example of RFC 6455 s1.3.</summary>
    private const string Ask = "GET /chat HTTP/1.1\r\n" + Host
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private const string Accept = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    [Fact]
    public void Sound_websocket_is_followed()
    {
        // "Hello" unmasked and masked, ping, close with 1000, as in RFC 6455 s5.7.
        var run = Run().Client(Ask).Server(Accept + "\u0081\u0005Hello\u0089\0").Client("\u0081\u0085\u0037\u00fa\u0021\u003d\u007f\u009f\u004d\u0051\u0058")
            .Server("\u0088\u0002\u0003\u00e8");
        run.ExpectNothing();
        Assert.Equal("websocket", run.App.Protocol);
    }

    [Fact]
    public void Accept_must_fit_the_key()
    {
        Run().Client(Ask).Server(Accept.Replace("s3p", "t3p", StringComparison.Ordinal)).Expect(FindingName.HttpUpgradeViolation, 2, 75, 50);
        Run().Client(Ask).Server("HTTP/1.1 101 X\r\nUpgrade: websocket\r\n\r\n").Expect(FindingName.HttpUpgradeViolation, 2, 0, 14);
    }

    [Fact]
    public void Switch_nobody_asked_for_is_a_violation() =>
        Run().Client("GET / HTTP/1.1\r\n" + Host + "\r\n").Server("HTTP/1.1 101 X\r\nUpgrade: foo\r\n\r\n").Expect(FindingName.HttpUpgradeViolation, 2, 0, 14);

    [Fact]
    public void Other_protocol_than_accepted_is_a_violation() => Run()
        .Client("GET / HTTP/1.1\r\n" + Host + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n")
        .Server("HTTP/1.1 101 X\r\nUpgrade: h2c\r\n\r\n").Client("GET / HTTP/1.1\r\n").Expect(FindingName.HttpUpgradeViolation, 3, 0, 1);

    [Fact]
    public void Less_than_a_frame_after_the_switch_is_a_violation() => Run()
        .Client("GET / HTTP/1.1\r\n" + Host + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n")
        .Server("HTTP/1.1 101 X\r\nUpgrade: h2c\r\n\r\n").Server("\0").Expect(FindingName.HttpUpgradeViolation, 3, 0, 1);

    [Fact]
    public void Upgrade_to_http2_is_followed()
    {
        var run = Run().Client("GET / HTTP/1.1\r\n" + Host + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n")
            .Server("HTTP/1.1 101 X\r\nUpgrade: h2c\r\n\r\n\0\0\0\u0004\0\0\0\0\0").Client("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0");
        run.ExpectNothing();
        Assert.Equal("http2", run.App.Protocol);
    }

    [Fact]
    public void Settings_that_are_no_base64_are_a_violation() =>
        Run().Client("GET / HTTP/1.1\r\n" + Host + "Upgrade: h2c\r\nHTTP2-Settings: A*\r\n\r\n").Expect(FindingName.HttpUpgradeViolation, 1, 16 + Host.Length + 14, 18);

    [Fact]
    public void Data_with_the_reply_to_connect_is_a_violation_unless_it_greets()
    {
        const string connect = "CONNECT a:443 HTTP/1.1\r\n" + Host + "\r\n";
        const string reply = "HTTP/1.1 200 OK\r\n\r\n";
        Run().Client(connect).Server(reply + "xyz").Expect(FindingName.HttpUpgradeViolation, 2, reply.Length, 3);
        Run().Client(connect).Server(reply + "SSH-2.0-x\r\n").ExpectNothing();
        Run().Client(connect).Server(reply).Client("\u0016\u0003\u0001").Server("\u0016\u0003\u0003").ExpectNothing();
        Run().Client(connect).Server("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n").ExpectNothing();
    }

    [Theory]
    [InlineData("\u0088\u007e\u0000\u0080", 4)] // control frame of 128
    [InlineData("\u0009\0", 2)] // fragmented ping
    [InlineData("\u0083\0", 2)] // opcode 3
    [InlineData("\u00c1\0", 2)] // RSV1 without an extension
    [InlineData("\u0080\0", 2)] // continuation of nothing
    [InlineData("\u0081\u0080\0\0\0\0", 6)] // server frame, masked
    [InlineData("\u0081\u007e\0\u0005", 4)] // five octets in sixteen bits
    [InlineData("\u0088\u0001x", 2)] // half a close code
    [InlineData("\u0088\u0002\u0003\u00ee", 4)] // 1006
    public void Broken_frame_is_invalid(string frame, int length) =>
        Run().Client(Ask).Server(Accept).Server(frame).Expect(FindingName.WebsocketFrameInvalid, 3, 0, length);

    [Fact]
    public void Client_frame_without_mask_is_invalid() =>
        Run().Client(Ask).Server(Accept).Client("\u0081\u0001x").Expect(FindingName.WebsocketFrameInvalid, 3, 0, 2);

    [Fact]
    public void Evidence_of_a_split_frame_is_where_it_began() =>
        Run().Client(Ask).Server(Accept).Server("\u0082\u0001x\u0083").Server("\0").Expect(FindingName.WebsocketFrameInvalid, 3, 3, 1);

    private static InspectorRun Run() => new(new HttpInspector(), 80);
}
