using Stray.Capture.Flows;
using Stray.Capture.Inspection.Ntp;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection.Ntp;

public sealed class NtpInspectorTests
{
    private static readonly byte[] Header = [0x23, .. new byte[47]];
    private static readonly byte[] Identifier = [1, 4, 0, 36, .. Enumerable.Repeat((byte)7, 32)];

    [Fact]
    public void Sound_messages_raise_nothing()
    {
        byte[][] sound =
        [
            Header, [0x1B, .. new byte[47]], [.. Header, 0, 0, 0, 1], [.. Header, 0, 0, 0, 1, .. new byte[16]], [.. Header, 0, 0, 0, 1, .. new byte[20]],
            [.. Header, .. Identifier], [.. Header, .. Identifier, 0, 0, 0, 1, .. new byte[16]], [.. Header, .. new byte[12]],
            [.. Header, 0, 0, 0, 9, .. Enumerable.Repeat((byte)7, 68)], // MS-SNTP's extended authenticator
            [0x16, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0x17, 0, 3, 0x2A, 0, 0, 0, 0],
        ];
        foreach (var message in sound)
        {
            Datagram(message).ExpectNothing();
        }
    }

    [Theory]
    [InlineData("23 00 06 E9", 0, 4)]
    [InlineData("16 02 00 01 00 00 00 00", 0, 8)]
    [InlineData("17 00 03", 0, 3)]
    [InlineData("16 82 00 01 00 00 00 00 00 00 00 20 01 02", 10, 2)]
    [InlineData("97 00 03 2A 00 06 00 48 01 02", 4, 4)]
    public void Header_that_does_not_fit_is_found(string hex, int offset, int length) =>
        Datagram(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Expect(FindingName.NtpMalformed, 1, offset, length);

    [Theory]
    [InlineData(4)]
    [InlineData(34)]
    [InlineData(200)]
    public void Extension_field_of_impossible_length_is_found(byte length)
    {
        byte[] field = [.. Identifier, 1, 2, 0, length, .. Enumerable.Repeat((byte)7, 40)];
        Datagram([.. Header, .. field]).Expect(FindingName.NtpMalformed, 1, 48 + 36, 4);
    }

    [Fact]
    public void Message_the_snaplen_cut_raises_nothing()
    {
        var run = new InspectorRun(new NtpInspector(), 123, ProtocolNames.Udp);
        run.Datagram(Side.Forward, Header.AsSpan(0, 20), wireLength: 48);
        run.Datagram(Side.Forward, [.. Header, .. Identifier.AsSpan(0, 10)], wireLength: 84);
        run.ExpectNothing();
    }

    [Fact]
    public void Short_message_is_found_on_its_port() =>
        new Talk(123, udp: true).Client([0x23, 0, 6, 0xE9]).End().Single(f => f.Name == FindingName.NtpMalformed).Is(1, 0, 4);

    private static InspectorRun Datagram(byte[] message)
    {
        var run = new InspectorRun(new NtpInspector(), 123, ProtocolNames.Udp);
        run.Datagram(Side.Forward, message);
        return run;
    }
}
