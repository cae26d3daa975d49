using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.OncRpc;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection.OncRpc;

public sealed class OncRpcInspectorTests
{
    private static readonly uint[] Sound = [7, 0, 2, 100003, 3, 1, 1, 4, 0xABCD, 0, 0];

    [Fact]
    public void Call_and_reply_raise_nothing() =>
        new Talk(2049, udp: true).Client(Words(Sound)).Server(Words(7, 1, 0, 0, 0, 0)).ExpectNothing();

    [Theory]
    [InlineData(2, 3u, 8)]
    [InlineData(5, 60u, 20)]
    [InlineData(7, 0xFFFFFFFFu, 28)]
    [InlineData(7, 44u, 28)]
    [InlineData(10, 12u, 40)]
    public void Broken_call_is_found(int word, uint value, int offset)
    {
        var words = Sound.ToArray();
        words[word] = value;
        var run = new InspectorRun(new OncRpcInspector("nfs"), 2049, ProtocolNames.Udp);
        run.Datagram(Side.Forward, Words(words));
        run.Expect(FindingName.RpcMessageInvalid, 1, offset, 4);
    }

    [Theory]
    [InlineData(9u, 0u, 0u, 0u)]
    [InlineData(1u, 9u, 0u, 0u)]
    [InlineData(0u, 0u, 0u, 17u)]
    public void Broken_reply_is_found(uint status, uint next, uint length, uint accepted) =>
        Assert.Equal(FindingName.RpcMessageInvalid, Assert.Single(
            new Talk(2049, udp: true).Client(Words(Sound)).Server(Words(7, 1, status, next, length, accepted)).End()).Name);

    [Fact]
    public void Reply_of_no_call_is_found() =>
        new Talk(2049).Client(Marked(Sound)).Server([.. Marked(7, 1, 0, 0, 0, 0), .. Marked(8, 1, 0, 0, 0, 0)])
            .ExpectOnly(FindingName.RpcMessageInvalid, 2, Talk.Offset + 28 + 4, 4);

    [Fact]
    public void Reply_seen_before_its_call_is_sound() =>
        new Talk(2049).Client(Marked(Sound)).Server([.. Marked(7, 1, 0, 0, 0, 0), .. Marked(8, 1, 0, 0, 0, 0)]).Client(Marked([8, .. Sound[1..]])).ExpectNothing();

    [Fact]
    public void Impossible_fragment_is_found() =>
        new Talk(2049).Client(Marked(Sound)).Client([0xFF, 0xFF, 0xFF, 0xFF]).ExpectOnly(FindingName.RpcMessageInvalid, 2, Talk.Offset, 4);

    [Fact]
    public void Other_traffic_on_the_port_is_left_alone()
    {
        var random = new Random(3);
        for (var i = 0; i < 500; i++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            Assert.DoesNotContain(new Talk(2049, udp: true).Client(bytes).End(), f => f.Name == FindingName.RpcMessageInvalid);
        }
    }

    [Fact]
    public void Segmentation_does_not_matter()
    {
        byte[] stream = [.. Marked(Sound), .. Marked([9, 0, 5, .. Sound[3..]]), .. Marked([10, .. Sound[1..]])];
        for (var size = 1; size < 60; size++)
        {
            Assert.Single(new Talk(2049).Cut(Side.Forward, stream, size).End());
        }
    }

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(2049,
        [.. Marked(Sound), .. Marked(Sound), .. Marked(Sound)], [.. Marked(7, 1, 0, 0, 0, 0), .. Marked(7, 1, 0, 0, 0, 0)], serverFirst: false);

    private static byte[] Words(params uint[] words)
    {
        var bytes = new byte[words.Length * 4];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), words[i]);
        }

        return bytes;
    }

    private static byte[] Marked(params uint[] words) => [.. Words([0x80000000u | (uint)(words.Length * 4)]), .. Words(words)];
}
