using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Stray.Capture.Flows;
using Stray.Capture.Inspection;
using Stray.Capture.Inspection.Dns;
using Stray.Capture.Inspection.Http;
using Stray.Capture.Inspection.Http2;
using Stray.Contracts.Flows;
using Stray.Tests.Capture.Inspection.Dns;

namespace Stray.Tests.Capture.Inspection;

/// <summary>What a stream says must not depend on where its segments end, and nothing it says may break the inspectors.</summary>
public sealed class SegmentationTests
{
    private static readonly byte[] Requests = Encoding.Latin1.GetBytes(
        "POST /a%zz HTTP/1.1\r\nHost: a.example\r\nUser-Agent: sqlmap/1\r\nContent-Length: 5\r\n\r\nhello"
        + "GET /x HTTP/1.1\r\nHost: a:b\nX: \0\r\nTransfer-Encoding: chunked\r\n\r\n3;e\r\nabc\r\n0\r\n\r\n"
        + "BREW  /pot HTTP/1.1\r\nNo colon\r\n folded\r\n\r\njunk\r\nGET /last HTTP/1.0\r\n\r\n");

    private static readonly byte[] Responses = Encoding.Latin1.GetBytes(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n\u0001\u0002345678\n"
        + "HTTP/1.1 206 P\r\nContent-Range: bytes 0-4/33\r\nContent-Length: 3\r\n\r\nabcstray\r\n"
        + "HTTP/1.0 20 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");

    private static readonly byte[] Names =
    [
        .. DnsBytes.Query("one.example").Framed(), .. new DnsBytes(0x0140).Question("bad\u0001.example").Framed(),
        .. DnsBytes.Answer(1, 1, 2, 3).Framed(), .. new DnsBytes(0x0100, questions: 3).Question("x.example").Framed(),
    ];

    private static readonly byte[] Frames =
    [
        .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 3, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84,
        0, 0, 3, 3, 0, 0, 0, 0, 1, 1, 2, 3, 0, 0, 5, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5,
    ];

    [Property(MaxTest = 60)]
    public Property Cuts_change_nothing() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, Requests.Length)).ToArbitrary(),
        cuts =>
        {
            int[] sorted = [.. cuts.Order()];
            Assert.Equal(Conversation(), Conversation(sorted));
            Assert.Equal(Alone(new DnsInspector(), Names, 53), Alone(new DnsInspector(), Names, 53, sorted));
            Assert.Equal(Alone(new Http2Inspector(), Frames, 80), Alone(new Http2Inspector(), Frames, 80, sorted));
        });

    [Fact]
    public void One_byte_at_a_time_says_the_same() => Assert.Equal(Conversation(), Conversation([.. Enumerable.Range(0, Requests.Length)]));

    [Fact]
    public void Every_truncation_ends()
    {
        for (var length = 0; length < Requests.Length; length++)
        {
            var run = new InspectorRun(new HttpInspector(), 80);
            run.Send(Side.Forward, Requests.AsSpan(0, length)).Send(Side.Backward, Responses.AsSpan(0, Math.Min(length, Responses.Length)));
            Assert.True(run.App.Http is null or { Requests: <= 4 });
            run.End();
            _ = Alone(new DnsInspector(), Names[..Math.Min(length, Names.Length)], 53);
            _ = Alone(new Http2Inspector(), Frames[..Math.Min(length, Frames.Length)], 80);
        }
    }

    [Fact]
    public void Mutations_neither_throw_nor_hang()
    {
        var random = new Random(20);
        HashSet<string> said = [];
        for (var round = 0; round < 4000; round++)
        {
            byte[][] streams = [.. new[] { Requests, Responses, Names, Frames }.Select(s => Mutate(s, random))];
            var run = new InspectorRun(new HttpInspector(), 80);
            run.Send(Side.Forward, streams[0], random.Next(streams[0].Length)).Send(Side.Backward, streams[1], random.Next(streams[1].Length));
            said.UnionWith(run.End().Select(f => f.Name.ToString()));
            said.UnionWith(Alone(new DnsInspector(), streams[2], 53).Split('\n'));
            said.UnionWith(Alone(new Http2Inspector(), streams[3], 80).Split('\n'));
            var datagram = new InspectorRun(new DnsInspector(), 53, ProtocolNames.Udp);
            datagram.Datagram(Side.Backward, streams[2].AsSpan(Math.Min(2, streams[2].Length)));
            datagram.End();
        }

        Assert.True(said.Count > 20);
    }

    [Fact]
    public void Steady_messages_allocate_nothing()
    {
        var dns = new InspectorRun(new DnsInspector(), 53, ProtocolNames.Udp);
        var http = new InspectorRun(new HttpInspector(), 80);
        var query = DnsBytes.Query("www.example.com").Bytes();
        var answer = DnsBytes.Answer(1, 10, 0, 0, 1).Bytes();
        var request = Encoding.ASCII.GetBytes("GET /index.html?a=b HTTP/1.1\r\nHost: a.example\r\nUser-Agent: Mozilla/5.0 (X11)\r\n\r\n");
        var response = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<html>body</html>...");
        var before = 0L;
        for (var i = 0; i < 2000; i++)
        {
            if (i == 1000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            dns.Datagram(Side.Forward, query);
            dns.Datagram(Side.Backward, answer);
            http.Send(Side.Forward, request).Send(Side.Backward, response);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2000, http.App.Http!.Responses);
    }

    private static byte[] Mutate(byte[] sound, Random random)
    {
        var broken = sound.ToArray();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            broken[random.Next(broken.Length)] = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => (byte)'\n', _ => (byte)random.Next(256) };
        }

        return random.Next(3) == 0 ? broken[..random.Next(1, broken.Length)] : broken;
    }

    private static string Conversation(params int[] cuts)
    {
        var run = new InspectorRun(new HttpInspector(), 80);
        run.Send(Side.Forward, Requests, cuts).Send(Side.Backward, Responses, cuts);
        var facts = run.App.Http!;
        return $"{facts.Requests} {facts.Responses} {facts.RequestBodyBytes} {facts.ResponseBodyBytes} {run.App.ServerName}\n{Said(run)}";
    }

    private static string Alone(ProtocolInspector inspector, byte[] stream, ushort port, params int[] cuts) =>
        Said(new InspectorRun(inspector, port).Send(Side.Forward, stream, cuts));

    /// <summary>All but the length, which ends with the chunk that holds the first byte.</summary>
    private static string Said(InspectorRun run) => string.Join('\n', run.End().Select(f => $"{f.Name} {f.Frame} {f.Offset} {f.Count}"));
}
