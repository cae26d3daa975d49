using System.IO.Compression;
using System.Text;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Http;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Http;

public sealed class HttpBodyTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Mozilla\r\n\r\n";

    [Theory]
    [InlineData("gzip", 3000)]
    [InlineData("deflate", 3000)]
    [InlineData("gzip", 200_000)]
    public void Sound_compressed_body_says_nothing(string coding, int length)
    {
        var random = new Random(3);
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, length).Select(_ => "abcdefghij klmnop"[random.Next(17)])));
        Respond(coding, Pack(coding, text)).ExpectNothing();
    }

    [Fact]
    public void Raw_deflate_is_as_good_as_zlib()
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write("hello hello hello hello"u8);
        }

        Respond("deflate", packed.ToArray()).ExpectNothing();
    }

    [Fact]
    public void Body_that_does_not_decompress_is_abuse()
    {
        var body = Pack("gzip", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 3000))));
        body.AsSpan(200, 60).Fill(0xFF);
        Assert.Equal(FindingName.HttpContentEncodingAbuse, Assert.Single(Respond("gzip", body).End()).Name);
    }

    [Fact]
    public void Body_that_unpacks_without_measure_is_abuse() =>
        Assert.Equal(FindingName.HttpContentEncodingAbuse, Assert.Single(Respond("gzip", Pack("gzip", new byte[20_000_000])).End()).Name);

    [Fact]
    public void Broken_off_body_is_no_abuse()
    {
        var body = Pack("gzip", Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 3000))));
        var run = new InspectorRun(new HttpInspector(), 80).Client(Get).Server("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
        run.Send(Side.Backward, body.AsSpan(0, body.Length / 2));
        run.ExpectNothing();
    }

    [Fact]
    public void Layers_upon_layers_are_abuse()
    {
        const string response = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, identity, gzip\r\nContent-Length: 0\r\n\r\n";
        new InspectorRun(new HttpInspector(), 80).Client(Get).Server(response).Expect(FindingName.HttpContentEncodingAbuse, 2, 35, 20);
    }

    private static InspectorRun Respond(string coding, byte[] body)
    {
        var run = new InspectorRun(new HttpInspector(), 80).Client(Get)
            .Server($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\nContent-Length: {body.Length}\r\n\r\n");
        foreach (var segment in body.Chunk(1460))
        {
            run.Send(Side.Backward, segment);
        }

        return run;
    }

    private static byte[] Pack(string coding, byte[] text)
    {
        using var packed = new MemoryStream();
        using (Stream stream = coding == "gzip"
            ? new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)
            : new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(text);
        }

        return packed.ToArray();
    }
}
