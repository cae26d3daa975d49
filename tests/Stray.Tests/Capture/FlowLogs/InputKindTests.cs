using System.Text;
using Stray.Capture.FlowLogs;
using Stray.Capture.Frames;
using Stray.Tests.Capture.Frames;

namespace Stray.Tests.Capture.FlowLogs;

public sealed class InputKindTests
{
    public static TheoryData<string, byte[], InputKind> Inputs() => new()
    {
        { "pcap", new CaptureBytes().PcapHeader().ToArray(), InputKind.Frames },
        { "pcapng", new CaptureBytes(bigEndian: true).Section().ToArray(), InputKind.Frames },
        { "zeek", "#separator \\x09\n#fields\tts\n"u8.ToArray(), InputKind.FlowLog },
        { "json", "{\"event_type\":\"flow\"}\n"u8.ToArray(), InputKind.FlowLog },
        { "csv", "ts,src,dst,proto\n"u8.ToArray(), InputKind.FlowLog },
        { "feature table", "bytes,label\n1,0\n"u8.ToArray(), InputKind.Unknown },
        { "prose", "Dear reader,\n"u8.ToArray(), InputKind.Unknown },
        { "nothing", [], InputKind.Unknown },
        { "noise", [1, 2, 3], InputKind.Unknown },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Content_tells_what_an_input_is_also_through_gzip_and_a_slow_pipe(string name, byte[] content, InputKind expected)
    {
        Stream[] ways = [new MemoryStream(content), new MemoryStream(CaptureBytes.Gzip(content)), new OneByteStream(content)];
        foreach (var way in ways)
        {
            using var input = InputFile.Open(name, way);
            Assert.Equal(expected, InputKinds.Of(input));
        }
    }

    [Fact]
    public void Slow_pipe_of_text_is_waited_for_until_its_first_row_is_there()
    {
        var text = "#separator \\x09\n#path\tconn\n#fields\tts\tid.orig_h\tid.resp_h\tproto\n1\t10.0.0.1\t10.0.0.2\ttcp\n"u8.ToArray();
        var read = ReadLog.Of(InputFile.Open("pipe", new OneByteStream(text)));
        Assert.Single(read.Rows);
    }

    [Theory]
    [InlineData("bytes,label\n1,0\n", "the header lacks one of ts, src, dst and proto")]
    [InlineData("Dear reader\n", "neither a capture nor a flow log")]
    public void Text_that_is_no_flow_log_is_refused_with_what_is_missing(string text, string expected)
    {
        Assert.Contains(expected, ReadLog.Of(Encoding.UTF8.GetBytes(text)).Failure!.Reason, StringComparison.Ordinal);
    }
}
