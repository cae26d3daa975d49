using Stray.Capture.Flows;
using Stray.Capture.Inspection.Modbus;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Modbus;

public sealed class ModbusInspectorTests
{
    [Theory]
    [InlineData("0001 0000 0006 01 03 0000 0002", "0001 0000 0007 01 03 04 00010002")]
    [InlineData("0001 0000 0006 01 05 0000 FF00", "0001 0000 0006 01 05 0000 FF00")]
    [InlineData("0001 0000 0009 01 10 0000 0001 02 1234", "0001 0000 0006 01 10 0000 0001")]
    [InlineData("0001 0000 0006 01 08 0004 0000", "0001 0000 0006 01 08 0004 0000")]
    [InlineData("0001 0000 0006 01 08 0001 FF00", "0001 0000 0003 01 88 01")]
    [InlineData("0001 0000 0005 01 2B 0E 01 00", "0001 0000 0003 01 AB 01")]
    public void Sound_exchange_raises_nothing(string request, string response) =>
        Run().Hex(Side.Forward, request).Hex(Side.Backward, response).ExpectNothing();

    [Theory]
    [InlineData("0001 0007 0006 01 03 0000 0002", 2, 2)]
    [InlineData("0001 0000 0001 01", 4, 2)]
    [InlineData("0001 0000 0100 01 03", 4, 2)]
    [InlineData("0001 0000 0006 01 00 0000 0002", 7, 1)]
    [InlineData("0001 0000 0003 01 83 02", 7, 1)]
    [InlineData("0001 0000 0006 01 03 0000 007E", 10, 2)]
    [InlineData("0001 0000 0006 01 01 0000 0000", 10, 2)]
    [InlineData("0001 0000 0006 01 05 0000 1234", 10, 2)]
    [InlineData("0001 0000 0009 01 10 0000 0001 03 1234", 12, 1)]
    [InlineData("0001 0000 0006 01 08 0009 0000", 8, 2)]
    [InlineData("0001 0000 0006 01 08 0004 0001", 8, 4)]
    [InlineData("0001 0000 0006 01 08 0001 0100", 8, 4)]
    [InlineData("0001 0000 0006 01 08 0003 4101", 8, 4)]
    public void Invalid_request_is_found(string request, int offset, int length) =>
        Run().Hex(Side.Forward, request).Expect(FindingName.IcsMessageMalformed, 1, offset, length);

    [Theory]
    [InlineData("0001 0000 0007 01 03 05 00010002", 8, 1)]
    [InlineData("0001 0000 0004 01 83 02 00", 7, 3)]
    [InlineData("0001 0000 0005 01 06 0000 00", 7, 4)]
    public void Invalid_response_is_found(string response, int offset, int length) =>
        Run().Hex(Side.Backward, response).Expect(FindingName.IcsMessageMalformed, 1, offset, length);

    [Fact]
    public void Stream_joined_in_its_middle_raises_nothing() =>
        Run().Midstream().Hex(Side.Forward, "1234 5678 9ABC DEF0").ExpectNothing();

    [Fact]
    public void Message_the_snaplen_cut_raises_nothing() =>
        Run().SendCut(Side.Forward, "\0\u0001\0\0\0\u0009\u0001\u0010\0\0", 15).Hex(Side.Forward, "0002 0000 0006 01 03 0000 0002").ExpectNothing();

    [Theory]
    [InlineData("0001 0007 0006 01 03 0000 0002", 2)]
    [InlineData("0001 0000 0006 01 00 0000 0002", 7)]
    public void Broken_first_message_is_found_on_its_port(string request, int offset) =>
        new Talk(502).Client(Convert.FromHexString(request.Replace(" ", "", StringComparison.Ordinal)))
            .End().Single(f => f.Name == FindingName.IcsMessageMalformed).Is(1, Talk.Offset + offset, offset == 2 ? 2 : 1);

    private static InspectorRun Run() => new(new ModbusInspector(), 502);
}
