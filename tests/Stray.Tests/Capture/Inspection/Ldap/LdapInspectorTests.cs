using Stray.Capture.Flows;
using Stray.Capture.Inspection.Ldap;
using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.Asn1.BerBytes;

namespace Stray.Tests.Capture.Inspection.Ldap;

public sealed class LdapInspectorTests
{
    private static readonly byte[] Success = [.. new byte[] { 0x0A, 1, 0 }, .. Text(""), .. Text("")];
    private static readonly byte[] Bind = Message(1, 0x60, Number(3), Text("cn=a"), Element(0x80, "secret"u8.ToArray()));
    private static readonly byte[] SaslBind = Message(1, 0x60, Number(3), Text(""), Element(0xA3, Text("GSSAPI")));
    private static readonly byte[] Bound = Message(1, 0x61, Success);
    private static readonly byte[] Search = Message(2, 0x63, Text("dc=a"));
    private static readonly byte[] Entry = Message(2, 0x64, Text("dc=a"), Element(0x30));
    private static readonly byte[] Done = Message(2, 0x65, Success);

    [Fact]
    public void Sound_session_raises_nothing() =>
        Run().Send(Side.Forward, Bind).Send(Side.Backward, Bound).Send(Side.Forward, Search).Send(Side.Backward, [.. Entry, .. Entry, .. Done])
            .Send(Side.Backward, Message(0, 0x78, Success)).Send(Side.Forward, Message(3, 0x42)).ExpectNothing();

    [Fact]
    public void Security_layer_after_a_sasl_bind_raises_nothing() =>
        Run().Send(Side.Forward, SaslBind).Send(Side.Backward, Bound).Hex(Side.Forward, "00000010 05040000").Hex(Side.Backward, "00000010 0504").ExpectNothing();

    [Fact]
    public void Tls_after_start_tls_raises_nothing() =>
        Run().Send(Side.Forward, Message(1, 0x77, Element(0x80, "1.3.6.1.4.1.1466.20037"u8.ToArray())))
            .Send(Side.Backward, Message(1, 0x78, Success)).Hex(Side.Forward, "160301 0005 0100000100").ExpectNothing();

    [Fact]
    public void Response_nobody_asked_for_is_found() =>
        Run().Send(Side.Forward, Bind).Send(Side.Backward, Message(9, 0x64, Text("dc=a"), Element(0x30)))
            .Expect(FindingName.LdapKerberosMalformed, 2, 5, 2);

    [Fact]
    public void Response_whose_request_was_lost_raises_nothing() =>
        Run().Send(Side.Forward, Bind).Gap(Side.Forward, 40).Send(Side.Backward, Done).ExpectNothing();

    [Fact]
    public void Search_that_ends_twice_is_found() =>
        Run().Send(Side.Forward, Search).Send(Side.Backward, Done).Send(Side.Backward, Done).Expect(FindingName.LdapKerberosMalformed, 3, 5, 1);

    [Fact]
    public void Number_used_again_for_another_search_is_sound() =>
        Run().Send(Side.Forward, Search).Send(Side.Backward, Done).Send(Side.Forward, Search).Send(Side.Backward, Done).ExpectNothing();

    [Theory]
    [InlineData("16 03 01", 0, 2)]
    [InlineData("30 07 04 01 01 42 02 05 00", 2, 2)]
    [InlineData("30 05 02 01 01 5F 00", 5, 1)]
    [InlineData("30 07 02 01 01 63 05 04 00", 6, 1)]
    public void Malformed_message_is_found(string message, int offset, int length) =>
        Run().Hex(Side.Forward, message).Expect(FindingName.LdapKerberosMalformed, 1, offset, length);

    [Fact]
    public void Stream_joined_in_its_middle_raises_nothing() => Run().Midstream().Hex(Side.Forward, "61 62 63 64").Send(Side.Backward, Done).ExpectNothing();

    private static InspectorRun Run() => new(new LdapInspector(), 389);

    private static byte[] Message(byte id, byte operation, params byte[][] contents) => Element(0x30, Number(id), Element(operation, contents));
}
