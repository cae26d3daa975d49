using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Dhcp;

public sealed class DhcpInspectorTests
{
    [Fact]
    public void Sound_options_raise_nothing() => Message([53, 1, 1, 0, 61, 7, 1, 2, 3, 4, 5, 6, 7, 3, 4, 10, 0, 0, 1, 255, 0, 0]).ExpectNothing();

    [Theory]
    [InlineData(new byte[] { 53, 1, 1, 12, 40, 65, 66 }, 3, 2)]
    [InlineData(new byte[] { 53, 1, 1, 12 }, 3, 1)]
    [InlineData(new byte[] { 53, 1, 1, 0, 0 }, 4, 1)]
    [InlineData(new byte[] { 53, 2, 1, 1, 255 }, 0, 2)]
    [InlineData(new byte[] { 53, 1, 1, 3, 5, 1, 2, 3, 4, 5, 255 }, 3, 2)]
    public void Broken_options_are_found(byte[] options, int offset, int length)
    {
        var finding = Assert.Single(Message(options).End(), f => f.Name == FindingName.DhcpOptionsMalformed);
        Assert.Equal((240 + offset, length), (finding.Offset, finding.Length));
    }

    [Fact]
    public void Message_cut_by_the_snaplen_is_not_blamed()
    {
        var run = new InspectorRun(new Stray.Capture.Inspection.Dhcp.DhcpInspector(), 67, Stray.Contracts.Flows.ProtocolNames.Udp);
        run.Datagram(Side.Forward, Bytes([53, 1, 1, 12, 40]), wireLength: 400);
        run.ExpectNothing();
    }

    [Fact]
    public void Truncations_and_mutations_are_survived()
    {
        var random = new Random(67);
        var sound = Bytes([53, 1, 1, 61, 3, 1, 2, 3, 255]);
        var found = 0;
        for (var round = 0; round < 2000; round++)
        {
            var bytes = sound.ToArray();
            bytes[random.Next(240, bytes.Length)] = (byte)random.Next(256);
            found += new Talk(67, udp: true).Client(bytes.AsSpan(0, random.Next(1, bytes.Length + 1))).End().Count(f => f.Name == FindingName.DhcpOptionsMalformed);
        }

        Assert.InRange(found, 1, 2000);
    }

    private static Talk Message(byte[] options) => new Talk(67, udp: true).Client(Bytes(options));

    private static byte[] Bytes(byte[] options) => [1, 1, 6, 0, .. new byte[232], 0x63, 0x82, 0x53, 0x63, .. options];
}
