using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.Proxies;

public sealed class ProxyTests
{
    private static readonly byte[] SocksGranted = [5, 0, 0, 1, 10, 0, 0, 9, 1, 187];

    [Fact]
    public void Tls_inside_socks_is_inspected()
    {
        var talk = new Talk(1080).Client([5, 1, 0]).Server([5, 0]).Client([5, 1, 0, 1, 10, 0, 0, 9, 1, 187]).Server(SocksGranted).Client(SoundHello());

        Assert.Equal(("socks", "stray.example"), (talk.App, talk.ServerName));
        talk.ExpectNothing();
    }

    [Fact]
    public void Tls_inside_connect_is_inspected_even_when_the_head_comes_in_pieces()
    {
        var talk = new Talk(8080).Client("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n"u8)
            .Server("HTTP/1.1 200 Connection est"u8).Server("ablished\r\n\r\n"u8).Client(SoundHello()).Server(ServerHello());

        Assert.Equal(("http", "stray.example"), (talk.App, talk.ServerName));
        talk.ExpectNothing();
    }

    [Fact]
    public void Broken_tls_inside_a_tunnel_is_found()
    {
        var talk = new Talk(1080).Client([5, 1, 0]).Server([5, 0]).Client([5, 1, 0, 1, 10, 0, 0, 9, 1, 187]).Server(SocksGranted)
            .Client(SoundHello()).Server(Record(21, 2, 40));
        talk.ExpectOnly(FindingName.TlsFatalAlert, 6, Talk.Offset + 5, 2);
    }

    [Fact]
    public void Refused_tunnel_is_not_looked_into()
    {
        var talk = new Talk(8080).Client("CONNECT a.example:443 HTTP/1.1\r\n\r\n"u8).Server("HTTP/1.1 403 Forbidden\r\n\r\n"u8);

        Assert.DoesNotContain(talk.End(), f => FindingCatalogue.Of(f.Name).Group is FindingGroup.Tls or FindingGroup.PortProtocol);
    }
}
