using System.Text;
using FsCheck.Xunit;
using Stray.Capture.Flows;

namespace Stray.Tests.Capture.Inspection.Recognition;

public sealed class RecognitionTests
{
    [Theory]
    [InlineData("http", "GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n")]
    [InlineData("ssh", "SSH-2.0-a\r\n", "SSH-2.0-b\r\n")]
    [InlineData("smtp", "EHLO a\r\n", "220 a ESMTP\r\n")]
    [InlineData("ftp", "USER anonymous\r\n", "220 FTP server ready\r\n")]
    [InlineData("ftp", "USER anonymous\r\n", "220 welcome\r\n")]
    [InlineData("pop3", "USER a\r\n", "+OK ready\r\n")]
    [InlineData("imap", "a1 LOGIN a b\r\n", "* OK IMAP4rev1\r\n")]
    [InlineData("nntp", "MODE READER\r\n", "200 news.example posting ok\r\n")]
    [InlineData("irc", "NICK a\r\nUSER a 0 * :a\r\n", ":irc.example NOTICE * :hi\r\n")]
    [InlineData("sip", "OPTIONS sip:a@example SIP/2.0\r\n", "SIP/2.0 200 OK\r\n")]
    [InlineData("rtsp", "OPTIONS rtsp://a/ RTSP/1.0\r\n", "RTSP/1.0 200 OK\r\n")]
    [InlineData("http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0\0\u0006\u0004\0\0\0\0\0\0\u0003\0\0\0d")]
    [InlineData("redis", "*1\r\n$4\r\nPING\r\n", "+PONG\r\n")]
    [InlineData("vnc", "RFB 003.008\n", "RFB 003.008\n")]
    [InlineData("git", "0032git-upload-pack /a.git\0host=a\0", "00a0d049f6c27a2244e12041955e262a404c7faba355 HEAD\0")]
    [InlineData("telnet", "\u00FF\u00FD\u0003", "\u00FF\u00FB\u0001")]
    [InlineData("bittorrent", "\u0013BitTorrent protocol\0\0\0\0\0\0\0\0", "\u0013BitTorrent protocol\0\0\0\0\0\0\0\0")]
    [InlineData("mqtt", "\u0010\u000C\0\u0004MQTT\u0004\u0002\0\0\0\0", "\u0020\u0002\0\0")]
    public void Streams_are_recognised_on_a_port_of_nobody(string name, string client, string server)
    {
        var talk = new Talk(17000);
        if (name is "smtp" or "ftp" or "pop3" or "imap" or "nntp")
        {
            talk.Server(Encoding.Latin1.GetBytes(server)).Client(Encoding.Latin1.GetBytes(client));
        }
        else
        {
            talk.Client(Encoding.Latin1.GetBytes(client)).Server(Encoding.Latin1.GetBytes(server));
        }

        Assert.Equal(name, talk.App);
    }

    [Theory]
    [InlineData("ntp", 123, "1b" + "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("dns", 53, "123401000001000000000000076578616d706c6503636f6d0000010001")]
    [InlineData("dns", 17000, "4185010005dc0000000000001e313233343536373839616263646566313233343536373839616263646566ffff")]
    [InlineData("mdns", 5353, "000000000001000000000000055f6874747005" + "6c6f63616c00000c0001")]
    [InlineData("llmnr", 5355, "1234000000010000000000000161000001" + "0001")]
    [InlineData("snmp", 161, "302602010104067075626c6963a019020101020100020100300e300c06082b060102010101000500")]
    [InlineData("stun", 3478, "000100002112a442000102030405060708090a0b")]
    [InlineData("tftp", 69, "0001612e747874006f6374657400")]
    [InlineData("isakmp", 500, "0102030405060708000000000000000021202208000000000000001c")]
    public void Datagrams_are_recognised(string name, int port, string hex) =>
        Assert.Equal(name, new Talk((ushort)port, udp: true).Client(Convert.FromHexString(hex)).App);

    [Fact]
    public void Rtp_is_recognised_by_its_second_packet()
    {
        byte[] first = [0x80, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, 9, 9], second = [0x80, 0, 0, 2, 0, 0, 0, 160, 1, 2, 3, 4, 9, 9];
        var talk = new Talk(17000, udp: true).Client(first);

        Assert.Equal("", talk.App);
        Assert.Equal("rtp", talk.Client(second).App);
    }

    [Property(MaxTest = 2000)]
    public void Random_bytes_are_given_no_name(uint seed)
    {
        var random = new Random((int)seed);
        var bytes = new byte[random.Next(16, 200)];
        random.NextBytes(bytes);

        Assert.Equal("", new Talk(17000, udp: (seed & 1) == 0).Client(bytes).App);
    }

    [Property(MaxTest = 300)]
    public void Decision_does_not_depend_on_segmentation(uint seed)
    {
        var request = "GET /a/rather/long/path HTTP/1.1\r\nHost: a.example\r\n\r\n"u8;

        Assert.Equal("http", new Talk(17000).Cut(Side.Forward, request, 1 + (int)(seed % 60)).Server("HTTP/1.1 200 OK\r\n\r\n"u8).App);
    }
}
