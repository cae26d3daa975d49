using Stray.Capture.Flows;
using Stray.Capture.Inspection.Kerberos;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using static Stray.Tests.Capture.Inspection.Asn1.BerBytes;

namespace Stray.Tests.Capture.Inspection.Kerberos;

public sealed class KerberosInspectorTests
{
    [Fact]
    public void Sound_request_raises_nothing() => Datagram(Request()).ExpectNothing();

    [Fact]
    public void Sound_request_over_tcp_raises_nothing() => Stream([.. Record(Request()), .. Record(Request())]).ExpectNothing();

    [Fact]
    public void Wrong_version_is_found() => Datagram(Request(version: 4)).Expect(FindingName.LdapKerberosMalformed, 1, 6, 3);

    [Fact]
    public void Type_that_is_not_its_tags_is_found() => Datagram(Request(type: 12)).Expect(FindingName.LdapKerberosMalformed, 1, 11, 3);

    [Theory]
    [InlineData(2, 5)]
    [InlineData(24, 4)]
    public void Address_of_wrong_length_is_found(byte type, int length)
    {
        var request = Request(addressType: type, address: new byte[length]);
        Datagram(request).Expect(FindingName.LdapKerberosMalformed, 1, request.Length - 2 - length, 2 + length);
    }

    [Fact]
    public void Ipv6_address_is_sound() => Datagram(Request(addressType: 24, address: new byte[16])).ExpectNothing();

    [Fact]
    public void Element_longer_than_its_parent_is_found()
    {
        var request = Request();
        request[5] = 0x7F;
        Datagram(request).Expect(FindingName.LdapKerberosMalformed, 1, 5, 1);
    }

    [Fact]
    public void Record_that_is_no_message_is_found() =>
        Stream([.. Record(Request()), 0, 0, 0, 3, 1, 2, 3]).Expect(FindingName.LdapKerberosMalformed, 1, 4 + Request().Length + 4, 1);

    [Fact]
    public void Impossible_record_mark_is_found() =>
        Stream([.. Record(Request()), 0xFF, 0, 0, 3, 1, 2, 3]).Expect(FindingName.LdapKerberosMalformed, 1, 4 + Request().Length, 4);

    [Fact]
    public void Message_the_snaplen_cut_raises_nothing()
    {
        var run = new InspectorRun(new KerberosInspector(), 88, ProtocolNames.Udp);
        var request = Request();
        for (var length = 1; length < request.Length; length++)
        {
            run.Datagram(Side.Forward, request.AsSpan(0, length), wireLength: request.Length);
        }

        run.ExpectNothing();
    }

    [Fact]
    public void Broken_request_is_found_on_its_port() =>
        new Talk(88, udp: true).Client(Request(version: 4)).End().Single(f => f.Name == FindingName.LdapKerberosMalformed).Is(1, 6, 3);

    private static byte[] Request(byte version = 5, byte type = 10, byte addressType = 2, byte[]? address = null) =>
        Element(0x6A, Element(0x30,
            Element(0xA1, Number(version)),
            Element(0xA2, Number(type)),
            Element(0xA4, Element(0x30,
                Element(0xA9, Element(0x30, Element(0x30,
                    Element(0xA0, Number(addressType)),
                    Element(0xA1, Element(4, address ?? [10, 0, 0, 1])))))))));

    private static byte[] Record(byte[] message) => [0, 0, 0, (byte)message.Length, .. message];

    private static InspectorRun Stream(byte[] bytes) => new InspectorRun(new KerberosInspector(), 88).Send(Side.Forward, bytes);

    private static InspectorRun Datagram(byte[] message)
    {
        var run = new InspectorRun(new KerberosInspector(), 88, ProtocolNames.Udp);
        run.Datagram(Side.Forward, message);
        return run;
    }
}
