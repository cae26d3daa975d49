using Stray.Capture.Flows;
using Stray.Capture.Inspection.Rdp;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Rdp;

public sealed class RdpInspectorTests
{
    private const string Request = "0300 0013 0E E0 0000 0000 00 01 00 0800 00000000";
    private const string Confirm = "0300 0013 0E D0 0000 1234 00 02 00 0800 00000000";

    [Theory]
    [InlineData(2, false)]
    [InlineData(31, false)]
    [InlineData(32, true)]
    [InlineData(1000, true)]
    public void More_than_31_channels_are_found(int channels, bool found)
    {
        var settings = Settings(channels);
        var run = Run().Hex(Side.Forward, Request).Hex(Side.Backward, Confirm).Send(Side.Forward, settings);
        if (found)
        {
            run.Expect(FindingName.DbOrDesktopProtocolInvalid, 3, settings.AsSpan().IndexOf(new byte[] { 3, 0xC0 }) + 4, 4);
        }
        else
        {
            run.ExpectNothing();
        }
    }

    [Theory]
    [InlineData("0300 0013 3E E0 0000 0000 00 01 00 0800 00000000", 4, 2)]
    [InlineData("0300 0013 0E E0 0000 0000 00 01 00 0900 00000000", 13, 2)]
    public void Invalid_request_is_found(string request, int offset, int length) =>
        Run().Hex(Side.Forward, request).Expect(FindingName.DbOrDesktopProtocolInvalid, 1, offset, length);

    [Fact]
    public void Nothing_is_wanted_once_tls_is_agreed_on()
    {
        var talk = new Talk(3389).Client(Bytes(Request)).Server(Bytes("0300 0013 0E D0 0000 1234 00 02 00 0800 01000000"));

        Assert.Equal("rdp", talk.App);
        Assert.False(talk.Wants(Side.Forward) || talk.Wants(Side.Backward));
    }

    private static byte[] Settings(int channels)
    {
        byte[] network = [3, 0xC0, (byte)(8 + (channels * 12)), (byte)((8 + (channels * 12)) >> 8), (byte)channels, (byte)(channels >> 8), 0, 0,
            .. new byte[Math.Min(channels, 40) * 12]];
        byte[] conference = [.. "Duca"u8, 0x81, 0x00, 1, 0xC0, 8, 0, 4, 0, 8, 0, .. network];
        var length = 7 + 20 + conference.Length;
        return [3, 0, (byte)(length >> 8), (byte)length, 2, 0xF0, 0x80, .. new byte[20], .. conference];
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    private static InspectorRun Run() => new(new RdpInspector(), 3389);
}
