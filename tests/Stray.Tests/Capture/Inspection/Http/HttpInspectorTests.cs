using Stray.Capture.Flows;
using Stray.Capture.Inspection.Http;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Http;

public sealed class HttpInspectorTests
{
    private const string Fields = "Host: a.example\r\nUser-Agent: Mozilla/5.0 (X11)\r\n";
    private const string Get = "GET / HTTP/1.1\r\n" + Fields + "\r\n";

    [Fact]
    public void Sound_exchange_says_nothing_and_gives_name_and_facts()
    {
        var run = Run().Client("POST /form?x=1 HTTP/1.1\r\n" + Fields + "Content-Length: 3\r\n\r\na=b" + Get)
            .Server("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello")
            .Server("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
        run.ExpectNothing();
        var facts = run.App.Http!;
        Assert.Equal("a.example", run.App.ServerName);
        Assert.Equal((2, 2, 1, 1), (facts.Requests, facts.Responses, facts.Gets, facts.Posts));
        Assert.Equal((3L, 5L, 1, 1), (facts.RequestBodyBytes, facts.ResponseBodyBytes, facts.Successes, facts.Redirects));
        Assert.Equal((9, 10L), (facts.LongestTarget, facts.TargetBytes));
    }

    [Fact]
    public void Chunked_body_with_trailer_is_sound() => Run().Client(Get)
        .Server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0005\r\nhello\r\n5 \r\nworld\r\n0\r\nX-Sum: 1\r\n\r\n").Client(Get)
        .Server("HTTP/1.1 204 No Content\r\n\r\n").ExpectNothing();

    [Fact]
    public void Response_to_head_has_no_body() => Run().Client("HEAD / HTTP/1.1\r\n" + Fields + "\r\n" + Get)
        .Server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx").ExpectNothing();

    [Fact]
    public void Old_request_of_one_line_is_answered_by_bytes_until_close() => Run().Client("GET /\r\n").Server("<html>anything\nHTTP").ExpectNothing();

    [Theory]
    [InlineData(" GET / HTTP/1.1", 0, 1)]
    [InlineData("GET\t/ HTTP/1.1", 3, 1)]
    [InlineData("GET  / HTTP/1.1", 6, 1)]
    [InlineData("GET /a b HTTP/1.1", 8, 1)]
    [InlineData("GET HTTP/1.1", 0, 12)]
    [InlineData("G(T / HTTP/1.1", 1, 1)]
    [InlineData("GET / http/1.1", 6, 4)]
    [InlineData("POST /", 0, 6)]
    [InlineData("rubbish", 0, 7)]
    public void Broken_request_line_is_malformed(string line, int at, int length) =>
        Run().Client(line + "\r\n" + Fields + "\r\n").Expect(FindingName.HttpRequestLineMalformed, 1, at, length);

    [Fact]
    public void Request_line_without_version_but_with_header_is_malformed() =>
        Run().Client("GET /\r\nHost: a\r\n").Expect(FindingName.HttpRequestLineMalformed, 1, 7, 7);

    [Fact]
    public void Method_that_is_not_registered_is_unknown() =>
        Run().Client("BREW / HTTP/1.1\r\n" + Fields + "\r\n").Expect(FindingName.HttpMethodUnknown, 1, 0, 4);

    [Theory]
    [InlineData("HTTP/3.7 200 OK", 0, 8)]
    [InlineData("HTTP/11 200 OK", 0, 7)]
    [InlineData("HTTP/1.1 20 OK", 9, 2)]
    [InlineData("HTTP/1.1 abc OK", 9, 3)]
    public void Broken_status_line_is_a_version_mismatch(string line, int at, int length) =>
        Run().Client(Get).Server(line + "\r\nContent-Length: 0\r\n\r\n").Expect(FindingName.HttpVersionMismatch, 2, at, length);

    [Fact]
    public void Version_that_changes_on_one_side_is_a_mismatch()
    {
        const string old = "GET / HTTP/1.0\r\n" + Fields + "\r\n";
        Run().Client(Get).Client(old).Expect(FindingName.HttpVersionMismatch, 2, 0, 14);
    }

    [Fact]
    public void Chunked_in_an_old_response_is_a_mismatch() => Run().Client(Get)
        .Server("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").Expect(FindingName.HttpVersionMismatch, 2, 17, 26);

    [Theory]
    [InlineData("Content-Length: -5", 16, 2)]
    [InlineData("Content-Length: 1x", 16, 2)]
    [InlineData("Content-Length: 99999999999999999999", 16, 20)]
    [InlineData("Content-Length: 007", 16, 3)]
    [InlineData("Content-Length:", 0, 15)]
    public void Broken_content_length_is_invalid(string line, int at, int length) =>
        Run().Client("POST / HTTP/1.1\r\n" + line + "\r\n" + Fields + "\r\n").Expect(FindingName.HttpContentLengthInvalid, 1, 17 + at, length);

    [Fact]
    public void Second_content_length_is_invalid() =>
        Run().Client("POST / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0\r\n" + Fields + "\r\n").Expect(FindingName.HttpContentLengthInvalid, 1, 36, 17);

    [Theory]
    [InlineData("Transfer-Encoding: chunked, chunked", 35)]
    [InlineData("Transfer-Encoding: xchunked", 27)]
    [InlineData("Transfer-Encoding: gzip, chunked", 32)]
    public void Transfer_coding_that_frames_doubtfully_is_smuggling(string line, int length) =>
        Run().Client("POST / HTTP/1.1\r\n" + line + "\r\n" + Fields + "\r\n").Expect(FindingName.HttpSmugglingFraming, 1, 17, length);

    [Fact]
    public void Both_framings_at_once_are_smuggling() =>
        Run().Client("POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n" + Fields + "\r\n0\r\n\r\n")
            .Expect(FindingName.HttpSmugglingFraming, 1, 36, 26);

    [Theory]
    [InlineData("10000000000000000", 0, 17)]
    [InlineData("-1", 0, 2)]
    [InlineData("5;x=y", 1, 4)]
    [InlineData("5 zz", 1, 3)]
    [InlineData("", 0, 1)]
    public void Broken_chunk_size_is_invalid(string size, int at, int length) => Run().Client(Get)
        .Server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").Server(size + "\r\nhello\r\n0\r\n\r\n")
        .Expect(FindingName.HttpChunkInvalid, 3, at, length);

    [Fact]
    public void Chunk_longer_than_its_size_is_invalid() => Run().Client(Get)
        .Server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").Server("2\r\nhello\r\n").Expect(FindingName.HttpChunkInvalid, 3, 5, 3);

    [Theory]
    [InlineData("no colon here", 0, 13)]
    [InlineData(": empty", 0, 7)]
    [InlineData("Na me: x", 2, 1)]
    [InlineData("Name : x", 4, 1)]
    [InlineData(" folded", 0, 1)]
    [InlineData("X: a\u0001b", 4, 1)]
    [InlineData("User-Agent: Another One", 0, 23)]
    public void Broken_field_line_is_invalid(string line, int at, int length) =>
        Run().Client("GET / HTTP/1.1\r\n" + Fields + line + "\r\n\r\n").Expect(FindingName.HttpHeaderSyntaxInvalid, 1, 16 + Fields.Length + at, length);

    [Fact]
    public void Line_over_the_limit_is_invalid_and_skipped()
    {
        var run = Run().Client("GET / HTTP/1.1\r\nX: ").Client(new string('a', 10_000)).Client(new string('b', 10_000)).Client("\r\n" + Fields + "\r\n" + Get);
        Assert.Equal(2, run.App.Http!.Requests);
        Assert.Contains(run.End(), f => f.Name == FindingName.HttpHeaderSyntaxInvalid && f.Frame == 1 && f.Offset == InspectorRun.PayloadOffset + 16);
    }

    [Theory]
    [InlineData("X: a\n", 4)]
    [InlineData("X: a\rb\r\n", 4)]
    [InlineData("X: a\0b\r\n", 4)]
    public void Line_that_does_not_end_as_it_should_is_said(string line, int at) =>
        Run().Client("GET / HTTP/1.1\r\n").Client(line).Client(Fields + "\r\n").Expect(FindingName.HttpLineEndingInvalid, 2, at, 1);

    [Theory]
    [InlineData("/a%2", 2, 2)]
    [InlineData("/a%zz", 2, 3)]
    [InlineData("/%%41", 1, 3)]
    [InlineData("/evil%2527sql", 5, 3)]
    [InlineData("/a%00", 2, 3)]
    [InlineData("/a<b>", 2, 1)]
    [InlineData("/x/../../etc", 2, 4)]
    [InlineData("/q?id=1'%20or%201=1", 7, 9)]
    public void Target_that_is_encoded_strangely_is_an_anomaly(string target, int at, int length) =>
        Run().Client($"GET {target} HTTP/1.1\r\n" + Fields + "\r\n").Expect(FindingName.HttpUriEncodingAnomaly, 1, 4 + at, length);

    [Theory]
    [InlineData("/a%20b?u=http%253A%252F%252Fb&x=%D0%B0")]
    [InlineData("*")]
    [InlineData("/index.html?q=a+b;c=d&e='f'")]
    public void Target_in_honest_use_says_nothing(string target) =>
        Run().Client($"GET {target} HTTP/1.1\r\n" + Fields + "\r\n").ExpectNothing();

    [Theory]
    [InlineData("Host: a b", 7, 2)]
    [InlineData("Host: a:99999", 7, 6)]
    [InlineData("Host: [::1", 6, 4)]
    [InlineData("Host: user@a", 10, 2)]
    public void Broken_host_is_invalid(string line, int at, int length) =>
        Run().Client("GET / HTTP/1.1\r\n" + line + "\r\nUser-Agent: Mozilla\r\n\r\n").Expect(FindingName.HttpHostHeaderInvalid, 1, 16 + at, length);

    [Fact]
    public void Missing_second_and_contradicting_host_are_invalid()
    {
        Run().Client("GET / HTTP/1.1\r\nUser-Agent: Mozilla\r\n\r\n").Expect(FindingName.HttpHostHeaderInvalid, 1, 0, 14);
        Run().Client("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\nUser-Agent: Mozilla\r\n\r\n").Expect(FindingName.HttpHostHeaderInvalid, 1, 25, 7);
        Run().Client("GET http://b.example/ HTTP/1.1\r\n" + Fields + "\r\n").Expect(FindingName.HttpHostHeaderInvalid, 1, 38, 9);
        Run().Client("GET http://A.example:80/ HTTP/1.1\r\n" + Fields + "\r\n").ExpectNothing();
    }

    [Fact]
    public void Response_before_any_request_is_said_only_when_the_request_would_have_been_seen()
    {
        const string response = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        Run().Server(response).Expect(FindingName.HttpResponseWithoutRequest, 1, 0, 15);
        var late = Run();
        late.Midstream();
        late.Server(response).ExpectNothing();
        Run().Gap(Side.Forward, 100).Server(response).ExpectNothing();
        Run().Client(Get).Server(response).Server("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n").ExpectNothing();
    }

    [Fact]
    public void Bytes_between_messages_are_unexpected()
    {
        Run().Client(Get).Server("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n").Server("fin\n").Expect(FindingName.HttpUnexpectedData, 3, 3, 1);
        Run().Client(Get).Server("HTTP/1.1 204 No\r\n\r\n").Server("body\r\n").Expect(FindingName.HttpUnexpectedData, 3, 0, 4);
        Run().Client(Get).Client("more\r\n").Expect(FindingName.HttpUnexpectedData, 2, 0, 4);
        Run().Client(Get).Server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n").Server("xyz").Expect(FindingName.HttpUnexpectedData, 3, 1, 2);
        Run().Client(Get).Server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx\r\n").ExpectNothing();
    }

    [Theory]
    [InlineData("Range: bytes=5-1")]
    [InlineData("Range: bytes=x-")]
    [InlineData("Range: bytes")]
    [InlineData("Range: bytes=-")]
    public void Broken_range_is_invalid(string line) =>
        Run().Client("GET / HTTP/1.1\r\n" + Fields + line + "\r\n\r\n").Expect(FindingName.HttpRangeInvalid, 1, 16 + Fields.Length, line.Length);

    [Theory]
    [InlineData("bytes 9-4/20", 34)]
    [InlineData("bytes 0-20/20", 34)]
    [InlineData("lines 0-1/2", 34)]
    [InlineData("bytes 0-x/2", 34)]
    public void Broken_content_range_is_invalid(string value, int at) => Run().Client(Get)
        .Server("HTTP/1.1 206 Partial Content\r\nA: b\r\nContent-Range: " + value + "\r\nContent-Length: 2\r\n\r\nab")
        .Expect(FindingName.HttpRangeInvalid, 2, at + 2, 15 + value.Length);

    [Fact]
    public void Content_range_must_name_as_many_bytes_as_the_body_has()
    {
        Run().Client(Get).Server("HTTP/1.1 206 P\r\nContent-Range: bytes 0-4/33\r\nContent-Length: 33\r\n\r\n").Expect(FindingName.HttpRangeInvalid, 2, 31, 12);
        Run().Client(Get).Server("HTTP/1.1 206 P\r\nContent-Range: bytes 0-4/33\r\nContent-Length: 5\r\n\r\nabcde").ExpectNothing();
    }

    [Theory]
    [InlineData("text/plain", "\u0089BIF\r\n\u001a\n")]
    [InlineData("image/png", "MZ\u0090\0\u0003\0\0\0")]
    public void Body_that_contradicts_its_type_is_said_wherever_it_is_cut(string type, string body) => Run().Client(Get)
        .Server($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: 8\r\n\r\n").Server(body[..3]).Server(body[3..])
        .Expect(FindingName.HttpContentTypeMismatch, 3, 0, 3);

    [Theory]
    [InlineData("text/html", "\u00ef\u00bb\u00bf<html")]
    [InlineData("text/plain", "\u00e4\u00f6\u00fc\t\r\nab")]
    [InlineData("image/png", "\u0089PNG\r\n\u001a\n")]
    public void Body_that_fits_its_type_says_nothing(string type, string body) => Run().Client(Get)
        .Server($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: 8\r\n\r\n" + body).ExpectNothing();

    [Theory]
    [InlineData("User-Agent: sqlmap/1.5", 22)]
    [InlineData("User-Agent:", 11)]
    [InlineData("User-Agent: ab", 14)]
    [InlineData("User-Agent: QWJjRGVmR2hpSmtsTW5vUHFyU3R1Vnd4MTIz", 48)]
    [InlineData("User-Agent: curl/8.5\r\nAuthorization: Magic abc", 24)]
    [InlineData("User-Agent: curl/8.5\r\nOSVersion: 7", 9)]
    public void Header_that_no_ordinary_client_sends_is_suspicious(string lines, int length) =>
        Run().Client("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n\r\n").Expect(FindingName.HttpHeaderSuspicious, 1, 25 + lines.LastIndexOf('\n') + 1, length);

    [Fact]
    public void Too_many_open_requests_exhaust_state()
    {
        var run = Run().Client(Get).Server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        for (var i = 0; i < 200; i++)
        {
            run.Client(Get);
        }

        Assert.Equal(FindingName.ProtocolStateExhaustion, Assert.Single(run.End()).Name);
    }

    [Fact]
    public void Snaplen_and_gaps_inside_bodies_are_skipped_by_length()
    {
        var run = Run().Client(Get).SendCut(Side.Backward, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nabc", wireLength: 41 + 500)
            .Gap(Side.Backward, 400).Server(new string('x', 100)).Client(Get).Server("HTTP/1.1 204 No Content\r\n\r\n");
        Assert.Equal((2, 1000L), (run.App.Http!.Responses, run.App.Http.ResponseBodyBytes));
        run.ExpectNothing();
    }

    [Fact]
    public void After_a_gap_in_a_header_the_next_message_is_found()
    {
        var run = Run().Client(Get).Server("HTTP/1.1 200 OK\r\nContent-Le").Gap(Side.Backward, 100).Server("rest\r\n\r\nabc")
            .Client(Get).Server("HTTP/1.1 204 No Content\r\n\r\n");
        Assert.Equal(1, run.App.Http!.Responses);
        run.ExpectNothing();
    }

    [Fact]
    public void Body_until_close_is_not_wanted_further()
    {
        var inspector = new HttpInspector();
        new InspectorRun(inspector, 80).Client(Get).Server("HTTP/1.1 200 OK\r\n\r\nabc");
        Assert.Equal((true, false), (inspector.Wants(Side.Forward), inspector.Wants(Side.Backward)));
    }

    private static InspectorRun Run() => new(new HttpInspector(), 80);
}
