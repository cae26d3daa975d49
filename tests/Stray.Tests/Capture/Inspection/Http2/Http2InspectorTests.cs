using System.Text;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Http2;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Http2;

public sealed class Http2InspectorTests
{
    private const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static readonly byte[] Settings = Frame(4, 0, 0);

    /// <summary>:method GET, :scheme http, :path /, :authority www.example.com in Huffman code (RFC 7541 C.4.1).</summary>
    private static readonly byte[] Request = [0x82, 0x86, 0x84, 0x41, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff];

    [Fact]
    public void Sound_connection_says_nothing()
    {
        var run = Run().Send(Side.Backward, Settings);
        run.Send(Side.Forward, Client(Frame(1, 5, 1, Request), Frame(8, 0, 0, 0, 0, 1, 0), Frame(6, 0, 0, new byte[8])));
        // C.4.2 and C.4.3 on the same table: index 62 is the :authority above.
        run.Send(Side.Forward, Frame(1, 5, 3, 0x82, 0x86, 0x84, 0xbe, 0x58, 0x86, 0xa8, 0xeb, 0x10, 0x64, 0x9c, 0xbf));
        run.Send(Side.Backward, [.. Frame(1, 4, 1, 0x88), .. Frame(0, 1, 1, new byte[100])]);
        run.ExpectNothing();
        Assert.Equal("www.example.com", run.App.ServerName);
    }

    [Fact]
    public void Wrong_preface_is_invalid() => Run().Send(Side.Forward, Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSX")).Expect(FindingName.Http2FrameInvalid, 1, 19, 1);

    [Fact]
    public void First_frame_must_be_settings() =>
        Run().Send(Side.Forward, [.. Encoding.ASCII.GetBytes(Preface), .. Frame(6, 0, 0, new byte[8])]).Expect(FindingName.Http2FrameInvalid, 1, 24, 9);

    public static TheoryData<byte[]> BrokenFrames =>
    [
        Frame(0, 0, 0, 1), // DATA on stream 0
        Frame(3, 0, 1, 1, 2, 3), // RST_STREAM of three
        Frame(4, 0, 0, 1, 2, 3), // SETTINGS of three
        Frame(4, 1, 0, new byte[6]), // acknowledgement with a payload
        Frame(6, 0, 0, 1), // PING of one
        Frame(7, 0, 0, 1), // GOAWAY of one
        Frame(8, 0, 0, 1), // WINDOW_UPDATE of one
        Frame(2, 0, 1, 1), // PRIORITY of one
        Frame(9, 4, 1, 1), // CONTINUATION of nothing
        Frame(1, 5, 2, Request), // even stream from the client
        Frame(0, 0, 9, 1), // DATA on a stream that was not opened
        new byte[] { 0, 0x40, 1, 0, 0, 0, 0, 0, 1 }, // longer than 16384
    ];

    [Theory]
    [MemberData(nameof(BrokenFrames))]
    public void Broken_frame_is_invalid(byte[] frame) =>
        Run().Send(Side.Forward, Client(frame)).Expect(FindingName.Http2FrameInvalid, 1, 33, 9);

    public static TheoryData<byte[], int, int> BrokenPayloads => new()
    {
        { Frame(8, 0, 0, new byte[4]), 9, 4 },
        { Frame(4, 0, 0, 0, 2, 0, 0, 0, 7), 9, 6 },
        { Frame(1, 5, 1, 0x82, 0xff, 0x20), 10, 2 }, // index beyond the table
        { Frame(1, 5, 1, 0x82, 0x3f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), 10, 6 }, // integer overflow
        { Frame(1, 5, 1, 0x82, 0x00, 0x01, (byte)'A', 0x00), 10, 3 }, // capitals
        { Frame(1, 5, 1, 0x82, 0x82), 10, 1 }, // twice
        { Frame(1, 5, 1, 0x82, 0x90, 0x84), 11, 1 }, // pseudo-header after a regular field
        { Frame(1, 5, 1, 0x82, 0x88), 10, 1 }, // :status in a request
        { Frame(1, 5, 1, 0x84), 9, 1 }, // no :method
        { Frame(1, 5, 1, 0x82, 0x01, 0x03, (byte)'u', (byte)'@', (byte)'h'), 11, 4 }, // userinfo
        { Frame(1, 5, 1, 0x82, 0x00, 0x01, (byte)'a', 0x81, 0x00), 10, 5 }, // Huffman padding of zeros
        { Frame(1, 13, 1, 9, 0x82), 9, 1 }, // padding longer than the frame
    };

    [Theory]
    [MemberData(nameof(BrokenPayloads))]
    public void Broken_payload_is_invalid(byte[] frame, int at, int length) =>
        Run().Send(Side.Forward, Client(frame)).Expect(FindingName.Http2FrameInvalid, 1, 33 + at, length);

    [Fact]
    public void Stream_used_again_is_invalid() =>
        Run().Send(Side.Forward, Client(Frame(1, 5, 1, Request), Frame(1, 5, 1, 0x82))).Expect(FindingName.Http2FrameInvalid, 1, 33 + 26, 9);

    [Fact]
    public void Host_that_differs_from_authority_is_said() =>
        Run().Send(Side.Forward, Client(Frame(1, 5, 1, [0x82, 0x01, 1, (byte)'a', 0x0f, 23, 1, (byte)'b']))).Expect(FindingName.HttpHostHeaderInvalid, 1, 33 + 9, 8);

    [Fact]
    public void Header_block_in_several_frames_is_one()
    {
        var run = Run().Send(Side.Forward, Client(Frame(1, 1, 1, Request[..5]), Frame(9, 0, 1, Request[5..8]), Frame(9, 4, 1, Request[8..])));
        run.ExpectNothing();
        Assert.Equal("www.example.com", run.App.ServerName);
        Run().Send(Side.Forward, Client(Frame(1, 1, 1, Request[..5]), Frame(6, 0, 0, new byte[8]))).Expect(FindingName.Http2FrameInvalid, 1, 33 + 14, 9);
    }

    [Fact]
    public void Continuation_without_end_exhausts_state() =>
        Assert.Contains(Run().Send(Side.Forward, Client([Frame(1, 1, 1, 0x82), .. Enumerable.Repeat(Frame(9, 0, 1, 0x82), 100)])).End(),
            f => f.Name == FindingName.ProtocolStateExhaustion);

    [Fact]
    public void Huffman_code_is_complete()
    {
        Span<byte> text = stackalloc byte[8];
        Assert.Equal(-1, HuffmanCode.Decode([0xff, 0xff, 0xff, 0xfc], text)); // end of string
        Assert.Equal(3, HuffmanCode.Decode([0x64, 0x02], text)); // "302", RFC 7541 C.6.1
        Assert.Equal("302", Encoding.ASCII.GetString(text[..3]));
    }

    private static InspectorRun Run() => new(new Http2Inspector(), 80);

    private static byte[] Client(params byte[][] frames) => [.. Encoding.ASCII.GetBytes(Preface), .. Settings, .. frames.SelectMany(f => f)];

    private static byte[] Frame(byte type, byte flags, int stream, params byte[] payload) =>
        [(byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags, 0, 0, (byte)(stream >> 8), (byte)stream, .. payload];
}
