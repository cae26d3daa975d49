using System.Security.Cryptography;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.Quic;

/// <summary>Packets are sealed here with the keys RFC 9001 appendix A.1 prints for its connection id, so the derivation is tested, too.</summary>
public sealed class QuicInspectorTests
{
    private static readonly byte[] ConnectionId = Convert.FromHexString("8394c8f03e515708");
    private static readonly byte[] Key = Convert.FromHexString("1f369613dd76d5467730efcbe3b1a22d");
    private static readonly byte[] Iv = Convert.FromHexString("fa044b2f42a3fd3b46fb255c");
    private static readonly byte[] HeaderKey = Convert.FromHexString("9f50449e04a0e810283a1e9933adedd2");

    private static readonly byte[] Hello = Message(1, ClientHelloBody(ServerName("q.example"), Alpn("h3"), Extension(43, Vector8(3, 4))));

    [Fact]
    public void Client_hello_is_read_from_a_protected_packet()
    {
        var talk = Open().Client(Seal(Crypto(0, Hello), 0));

        Assert.Equal(("quic", "q.example"), (talk.App, talk.ServerName));
        Assert.StartsWith("q13d0303h3_", talk.Fingerprint, StringComparison.Ordinal);
        talk.ExpectNothing();
    }

    [Fact]
    public void Hello_scattered_over_packets_out_of_order_is_put_together()
    {
        var talk = Open().Client(Seal(Crypto(60, Hello[60..]), 0)).Client(Seal([.. Crypto(20, Hello[20..60]), 1, .. Crypto(0, Hello[..20])], 1));

        Assert.Equal("q.example", talk.ServerName);
        talk.ExpectNothing();
    }

    [Fact]
    public void Packet_that_does_not_open_is_invalid()
    {
        var packet = Seal(Crypto(0, Hello[..40]), 0);
        var forged = Seal(Crypto(40, Hello[40..]), 1);
        forged[^1] ^= 1;
        Open().Client(packet).Client(forged).ExpectOnly(FindingName.QuicPacketInvalid, 2, 0, forged.Length);
    }

    [Fact]
    public void Frame_that_does_not_belong_there_is_invalid() =>
        Open().Client(Seal([0x08, 0, 0], 0)).ExpectOnly(FindingName.QuicPacketInvalid, 1, 0);

    [Fact]
    public void Crypto_far_into_the_stream_is_invalid() =>
        Open().Client(Seal([6, 0x80, 1, 0xFF, 0xFF, 4, 1, 2, 3, 4], 0)).ExpectOnly(FindingName.QuicPacketInvalid, 1, 0);

    [Fact]
    public void Alert_in_a_close_is_told()
    {
        var finding = Open().Client(Seal([0x1C, 0x41, 0x28, 0, 0], 0)).ExpectOnly(FindingName.TlsFatalAlert, 1, 0);

        Assert.Equal(40, finding.Detail.First);
    }

    [Fact]
    public void Packet_longer_than_its_datagram_is_invalid()
    {
        var packet = Seal(Crypto(0, Hello), 0);
        Open().Client(packet.AsSpan(..^1)).ExpectOnly(FindingName.QuicPacketInvalid, 1, 0, packet.Length - 1);
    }

    [Fact]
    public void Anomaly_inside_the_hello_points_at_the_packet()
    {
        var hello = Message(1, ClientHelloBody(ServerName("a\u0001"), Extension(43, Vector8(3, 4))));
        var packet = Seal(Crypto(0, hello), 0);
        Open().Client(packet).ExpectOnly(FindingName.TlsExtensionAnomaly, 1, 0, packet.Length);
    }

    [Fact]
    public void Version_negotiation_is_recognised_and_sound() =>
        Open().Client(Seal(Crypto(0, Hello), 0)).Server([0x80, 0, 0, 0, 0, 0, 8, .. ConnectionId, 0, 0, 0, 1, 0x6B, 0x33, 0x43, 0xCF]).ExpectNothing();

    [Fact]
    public void Mutated_packets_are_survived()
    {
        var packet = Seal(Crypto(0, Hello), 0);
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
        {
            var mutated = packet[..random.Next(1, packet.Length + 1)];
            mutated[random.Next(Math.Min(mutated.Length, 40))] = (byte)random.Next(256);
            Assert.InRange(Open().Say(Side.Forward, mutated).End().Count, 0, 2);
        }
    }

    private static Talk Open() => new(443, udp: true);

    private static byte[] Crypto(int offset, byte[] bytes) => [6, (byte)(0x40 | (offset >> 8)), (byte)offset, (byte)(0x40 | (bytes.Length >> 8)), (byte)bytes.Length, .. bytes];

    /// <summary>RFC 9001 s5.3, s5.4 for a client Initial with a 4-byte packet number, padded to 1200 bytes.</summary>
    private static byte[] Seal(byte[] frames, byte number)
    {
        byte[] plain = [.. frames, .. new byte[1200 - 22 - 16 - frames.Length]];
        var rest = 4 + plain.Length + 16;
        byte[] header = [0xC3, 0, 0, 0, 1, 8, .. ConnectionId, 0, 0, (byte)(0x40 | (rest >> 8)), (byte)rest, 0, 0, 0, number];
        var nonce = Iv.ToArray();
        nonce[^1] ^= number;
        var body = new byte[plain.Length];
        var tag = new byte[16];
        using var cipher = new AesGcm(Key, 16);
        cipher.Encrypt(nonce, plain, body, tag, header);
        byte[] packet = [.. header, .. body, .. tag];
        using var aes = Aes.Create();
        aes.Key = HeaderKey;
        var mask = aes.EncryptEcb(packet.AsSpan(18 + 4, 16), PaddingMode.None);
        packet[0] ^= (byte)(mask[0] & 0x0F);
        for (var i = 0; i < 4; i++)
        {
            packet[18 + i] ^= mask[1 + i];
        }

        return packet;
    }
}
