using Stray.Capture.Flows;
using Stray.Capture.Inspection.Mqtt;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Mqtt;

public sealed class MqttInspectorTests
{
    private const string Connect = "10 0C 0004 4D515454 04 02 003C 0000";
    private const string ConnectAck = "20 02 00 00";

    [Fact]
    public void Sound_session_raises_nothing() =>
        Begin().Hex(Side.Forward, "82 06 0001 0001 61 00").Hex(Side.Backward, "90 03 0001 00")
            .Hex(Side.Forward, "34 07 0001 61 0002 6869").Hex(Side.Backward, "50 02 0002")
            .Hex(Side.Forward, "62 02 0002").Hex(Side.Backward, "70 02 0002")
            .Hex(Side.Forward, "C0 00").Hex(Side.Backward, "D0 00").Hex(Side.Forward, "E0 00").ExpectNothing();

    [Fact]
    public void Sound_session_of_version_3_1_may_repeat_its_subscription() =>
        Run().Hex(Side.Forward, "10 0E 0006 4D5149736470 03 02 003C 0000").Hex(Side.Backward, ConnectAck)
            .Hex(Side.Forward, "8A 06 0001 0001 61 00").Hex(Side.Backward, "90 03 0001 00").ExpectNothing();

    [Fact]
    public void Bridge_that_sets_the_high_bit_of_its_level_is_sound() =>
        Run().Hex(Side.Forward, "10 0C 0004 4D515454 84 02 003C 0000").Hex(Side.Backward, ConnectAck).ExpectNothing();

    [Fact]
    public void Resumed_session_may_acknowledge_what_an_earlier_connection_sent() =>
        Run().Hex(Side.Forward, "10 0C 0004 4D515454 04 00 003C 0000").Hex(Side.Backward, "20 02 01 00")
            .Hex(Side.Forward, "62 02 0009").Hex(Side.Backward, "70 02 0009").ExpectNothing();

    [Fact]
    public void Second_connect_is_found() =>
        Begin().Hex(Side.Forward, Connect).Expect(FindingName.MqttMessageInvalid, 3, 0, 1);

    [Fact]
    public void Packet_before_connect_is_found() =>
        Run().Hex(Side.Forward, "C0 00").Hex(Side.Forward, Connect).Expect(FindingName.MqttMessageInvalid, 1, 0, 2);

    [Fact]
    public void Session_without_connect_is_found() =>
        Run().Hex(Side.Forward, "C0 00").Hex(Side.Backward, "D0 00").Expect(FindingName.MqttMessageInvalid, 1, 0, 2);

    [Fact]
    public void Lone_keep_alive_that_nothing_introduced_is_found_though_joined_in_the_middle() =>
        Run().Midstream().Hex(Side.Forward, "C0 00").Hex(Side.Backward, "D0 00").Expect(FindingName.MqttMessageInvalid, 1, 0, 2);

    [Fact]
    public void Session_joined_in_the_middle_raises_nothing() =>
        Run().Midstream().Hex(Side.Forward, "30 03 0001 61").Hex(Side.Forward, "C0 00").Hex(Side.Backward, "D0 00").ExpectNothing();

    [Theory]
    [InlineData("36 07 0001 61 0002 6869", 0, 1)]
    [InlineData("00 00", 0, 1)]
    [InlineData("F0 00", 0, 1)]
    [InlineData("80 06 0001 0001 61 00", 0, 1)]
    [InlineData("C1 00", 0, 1)]
    [InlineData("30 FF FF FF FF 7F", 1, 4)]
    [InlineData("C0 01 00", 1, 1)]
    [InlineData("82 02 0001", 1, 1)]
    [InlineData("30 03 0009 61", 2, 1)]
    [InlineData("20 02 0000", 0, 1)]
    public void Invalid_packet_is_found(string packet, int offset, int length) =>
        Begin().Hex(Side.Forward, packet).Expect(FindingName.MqttMessageInvalid, 3, offset, length);

    [Theory]
    [InlineData("10 0C 0004 4D515454 04 03 003C 0000", 9, 1)]
    [InlineData("10 0C 0004 4D515454 04 1E 003C 0000", 9, 1)]
    [InlineData("10 0C 0004 4D515454 07 02 003C 0000", 8, 1)]
    [InlineData("10 0C 0004 4D515455 04 02 003C 0000", 4, 4)]
    [InlineData("10 0C 0004 4D515454 04 02 003C 0009", 12, 2)]
    [InlineData("10 0A 0004 4D515454 04 02 003C", 2, 2)]
    public void Invalid_connect_is_found(string connect, int offset, int length) =>
        Run().Hex(Side.Forward, connect).Expect(FindingName.MqttMessageInvalid, 1, offset, length);

    [Theory]
    [InlineData("40 02 0007")]
    [InlineData("90 03 0007 00")]
    [InlineData("B0 02 0007")]
    public void Acknowledgment_of_what_nobody_sent_is_found(string acknowledgment) =>
        Begin().Hex(Side.Backward, acknowledgment).Expect(FindingName.MqttMessageInvalid, 3, 0, 2);

    [Fact]
    public void Acknowledgment_seen_before_its_request_is_sound() =>
        Begin().Hex(Side.Backward, "90 03 0001 00").Hex(Side.Forward, "82 06 0001 0001 61 00").ExpectNothing();

    [Fact]
    public void Acknowledgment_of_a_lost_request_is_sound() =>
        Begin().Gap(Side.Forward, 8).Hex(Side.Backward, "90 03 0001 00").ExpectNothing();

    [Fact]
    public void Loss_within_a_long_publication_keeps_the_step() =>
        Begin().Hex(Side.Forward, "30 8010 0001 61").Gap(Side.Forward, 2045).Hex(Side.Forward, "C1 00")
            .Expect(FindingName.MqttMessageInvalid, 4, 0, 1);

    private static InspectorRun Run() => new(new MqttInspector(), 1883);

    private static InspectorRun Begin() => Run().Hex(Side.Forward, Connect).Hex(Side.Backward, ConnectAck);
}
