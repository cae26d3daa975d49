using Stray.Capture.Flows;
using Stray.Capture.Inspection.Snmp;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using static Stray.Tests.Capture.Inspection.Asn1.BerBytes;

namespace Stray.Tests.Capture.Inspection.Snmp;

public sealed class SnmpInspectorTests
{
    private const byte Get = 0xA0, Response = 0xA2;

    private static readonly byte[] Name = [6, 8, 0x2B, 6, 1, 2, 1, 1, 1, 0];

    [Fact]
    public void Sound_exchange_raises_nothing() =>
        Exchange(Message(1, Get, Name, [5, 0]), Message(1, Response, Name, Text("a router"))).ExpectNothing();

    [Fact]
    public void Sound_version_3_raises_nothing() => Exchange(Third(3)).ExpectNothing();

    [Fact]
    public void Version_that_does_not_exist_is_found() =>
        Exchange(Message(7, Get, Name, [5, 0])).Expect(FindingName.Asn1SnmpMalformed, 1, 2, 3);

    [Fact]
    public void Answer_in_another_version_is_found() =>
        Exchange(Message(1, Get, Name, [5, 0]), Message(0, Response, Name, Text("a"))).Expect(FindingName.Asn1SnmpMalformed, 2, 4, 1);

    [Fact]
    public void Security_model_that_is_not_assigned_is_found() =>
        Exchange(Third(9)).Expect(FindingName.Asn1SnmpMalformed, 1, 2 + 3 + 2 + 3 + 4 + 3, 3);

    [Fact]
    public void Element_longer_than_its_parent_is_found()
    {
        var message = Message(1, Get, Name, [5, 0]);
        message[6] = 0x7F; // length of the community
        Exchange(message).Expect(FindingName.Asn1SnmpMalformed, 1, 6, 1);
    }

    [Fact]
    public void Sub_identifier_of_more_than_32_bits_is_found()
    {
        var message = Message(1, Get, [6, 7, 0x2B, 0x8F, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [5, 0]);
        Exchange(message).Expect(FindingName.Asn1SnmpMalformed, 1, message.AsSpan().IndexOf(new byte[] { 6, 7, 0x2B }), 9);
    }

    [Fact]
    public void Integer_of_more_than_64_bits_is_found()
    {
        var message = Message(1, Response, Name, [0x02, 10, .. new byte[10]]);
        Exchange(message).Expect(FindingName.Asn1SnmpMalformed, 1, message.Length - 12, 12);
    }

    [Fact]
    public void Message_the_snaplen_cut_raises_nothing()
    {
        var message = Message(1, Response, Name, Text("a router"));
        var run = new InspectorRun(new SnmpInspector(), 161, ProtocolNames.Udp);
        for (var length = 1; length < message.Length; length++)
        {
            run.Datagram(Side.Backward, message.AsSpan(0, length), wireLength: message.Length);
        }

        run.ExpectNothing();
    }

    [Fact]
    public void Broken_message_is_found_on_its_port() =>
        new Talk(161, udp: true).Client([0x30, 0x20, 2, 1, 1]).End().Single(f => f.Name == FindingName.Asn1SnmpMalformed).Is(1, 1, 1);

    private static byte[] Message(byte version, byte pdu, byte[] name, byte[] value) =>
        Element(0x30, Number(version), Text("public"),
            Element(pdu, Number(1), Number(0), Number(0), Element(0x30, Element(0x30, name, value))));

    private static byte[] Third(byte model) =>
        Element(0x30, Number(3), Element(0x30, Number(1), [2, 2, 5, 0xDC], [4, 1, 4], Number(model)), Text("parameters"), Element(0x30, Text("a"), Text("b")));

    private static InspectorRun Exchange(params byte[][] messages)
    {
        var run = new InspectorRun(new SnmpInspector(), 161, ProtocolNames.Udp);
        for (var i = 0; i < messages.Length; i++)
        {
            run.Datagram(i % 2 == 0 ? Side.Forward : Side.Backward, messages[i]);
        }

        return run;
    }
}
