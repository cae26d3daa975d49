using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.Tls;

public sealed class ClientHelloRulesTests
{
    private const int First = Talk.Offset + ExtensionsStart;

    [Fact]
    public void Extension_that_occurs_twice_is_an_anomaly() =>
        new Talk().Client(ClientHello(ServerName("a.example"), Extension(23), Extension(23)))
            .ExpectOnly(FindingName.TlsExtensionAnomaly, 1, First + ServerName("a.example").Length + 4, 4);

    [Fact]
    public void Greased_extensions_may_repeat() =>
        new Talk().Client(ClientHello(ServerName("a.example"), Extension(0x1A1A), Extension(0x1A1A))).ExpectNothing();

    [Fact]
    public void Second_server_name_is_an_anomaly()
    {
        byte[] names = [0, .. Vector16("a.example"u8.ToArray()), 0, .. Vector16("b.example"u8.ToArray())];
        new Talk().Client(ClientHello(Extension(0, Vector16(names)))).ExpectOnly(FindingName.TlsExtensionAnomaly, 1, First + 4 + 2 + 12, 12);
    }

    [Fact]
    public void Server_name_of_another_type_is_an_anomaly() =>
        new Talk().Client(ClientHello(ServerName("a.example"u8.ToArray(), type: 7))).ExpectOnly(FindingName.TlsExtensionAnomaly, 1, First + 6, 1);

    [Fact]
    public void Server_name_that_does_not_print_is_an_anomaly()
    {
        var talk = new Talk().Client(ClientHello(ServerName("a\u0001.example")));

        Assert.Equal("a\uFFFD.example", talk.ServerName);
        talk.ExpectOnly(FindingName.TlsExtensionAnomaly, 1, First + 9 + 1);
    }

    [Fact]
    public void Empty_server_name_is_an_anomaly() =>
        new Talk().Client(ClientHello(ServerName(""))).ExpectOnly(FindingName.TlsExtensionAnomaly, 1, First + 7, 2);

    [Fact]
    public void Server_name_list_shorter_than_its_extension_is_an_anomaly() =>
        new Talk().Client(ClientHello(Extension(0, [.. Vector16(0, 0, 1, 65), 9]))).ExpectOnly(FindingName.TlsExtensionAnomaly, 1, First + 4);

    [Fact]
    public void Inner_encrypted_hello_in_the_open_is_an_anomaly() =>
        new Talk().Client(ClientHello(Extension(0xFE0D, 1), ServerName("a.example"))).ExpectOnly(FindingName.TlsExtensionAnomaly, 1, First, 5);

    [Fact]
    public void Outer_encrypted_hello_is_sound() =>
        new Talk().Client(ClientHello(Extension(0xFE0D, 0, 0, 1, 0, 1), ServerName("a.example"))).ExpectNothing();

    [Fact]
    public void Encrypted_name_beside_a_clear_one_is_an_anomaly()
    {
        var finding = Assert.Single(new Talk().Client(ClientHello(Extension(0xFFCE, 1, 2), ServerName("a.example"))).End());

        Assert.Equal((FindingName.TlsExtensionAnomaly, First), (finding.Name, finding.Offset));
    }

    [Fact]
    public void Uncommon_application_protocol_is_a_mismatch() =>
        new Talk().Client(ClientHello(ServerName("a.example"), Alpn("beacon/9")))
            .ExpectOnly(FindingName.TlsAlpnSniMismatch, 1, First + ServerName("a.example").Length + 7, 8);

    [Fact]
    public void Web_protocol_without_a_server_name_is_a_mismatch() =>
        new Talk().Client(ClientHello(Alpn("h2"))).ExpectOnly(FindingName.TlsAlpnSniMismatch, 1, First);

    [Theory]
    [InlineData("http/1.1")]
    [InlineData("h3-29")]
    [InlineData("acme-tls/1")]
    [InlineData("\u001a\u001a")]
    public void Common_application_protocols_are_sound(string name) =>
        new Talk().Client(ClientHello(ServerName("a.example"), Alpn(name))).ExpectNothing();

    [Fact]
    public void Unreadable_application_protocols_are_both_anomaly_and_mismatch()
    {
        var findings = new Talk().Client(ClientHello(ServerName("a.example"), Extension(16, 0xB8, 0x89, 0xA5, 0x2F))).End();

        Assert.Equal([FindingName.TlsExtensionAnomaly, FindingName.TlsAlpnSniMismatch], findings.Select(f => f.Name).Order());
        Assert.All(findings, f => Assert.Equal(First + ServerName("a.example").Length + 4, f.Offset));
    }

    [Fact]
    public void Extension_past_the_hello_is_malformed()
    {
        var hello = ClientHello(ServerName("a.example"), Extension(23));
        hello[^1] = 50;
        new Talk().Client(hello).ExpectOnly(FindingName.TlsHandshakeMalformed, 1, First + ServerName("a.example").Length);
    }

    [Fact]
    public void Extensions_before_a_broken_one_are_still_held_to_their_rules()
    {
        var hello = ClientHello(ServerName("a.example"), Alpn("beacon/9"), Extension(23));
        hello[^1] = 50;

        var findings = new Talk().Client(hello).End();

        Assert.Equal([FindingName.TlsHandshakeMalformed, FindingName.TlsAlpnSniMismatch], findings.Select(f => f.Name).Order());
    }
}
