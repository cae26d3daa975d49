using System.Buffers.Binary;
using FsCheck.Xunit;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Ssh;

public sealed class SshInspectorTests
{
    private static readonly byte[] ClientBanner = "SSH-2.0-Stray_1.0\r\n"u8.ToArray();
    private static readonly byte[] ServerBanner = "SSH-2.0-OpenSSH_9.9 Debian\r\n"u8.ToArray();

    [Fact]
    public void Sound_key_exchange_raises_nothing_and_ends_at_new_keys()
    {
        var talk = Begin().Client(Packet(KeyExchange())).Server(Packet(KeyExchange())).Client(Packet([21])).Server(Packet([21]));

        Assert.False(talk.Wants(Side.Forward) || talk.Wants(Side.Backward));
        talk.Client(new byte[100]).ExpectNothing();
    }

    [Fact]
    public void Lines_before_the_server_identifies_itself_are_sound() =>
        new Talk(22).Server("Authorized use only\r\n"u8).Server(ServerBanner).Client(ClientBanner).ExpectNothing();

    [Fact]
    public void Client_that_does_not_identify_itself_is_found() =>
        new Talk(22).Server(ServerBanner).Client("GETME something\r\n"u8).End()
            .Single(f => f.Name == FindingName.SshBannerInvalid).Is(2, Talk.Offset, 17);

    [Fact]
    public void Identification_over_255_bytes_is_found()
    {
        byte[] banner = [.. "SSH-2.0-"u8, .. Enumerable.Repeat((byte)'a', 300), 13, 10];
        new Talk(22).Server(banner).ExpectOnly(FindingName.SshBannerInvalid, 1, Talk.Offset + 255, 55);
    }

    [Theory]
    [InlineData("SSH-x.y-Stray\r\n")]
    [InlineData("SSH-2.0\r\n")]
    [InlineData("SSH-2.0-\r\n")]
    [InlineData("SSH-7.5-Stray\r\n")]
    public void Identification_without_version_or_software_is_found(string banner) =>
        new Talk(22).Server(System.Text.Encoding.ASCII.GetBytes(banner)).ExpectOnly(FindingName.SshBannerInvalid, 1, Talk.Offset + 4);

    [Fact]
    public void Sides_without_a_common_version_are_found() =>
        new Talk(22).Server(ServerBanner).Client("SSH-1.5-Old\r\n"u8).ExpectOnly(FindingName.SshBannerInvalid, 2, Talk.Offset);

    [Fact]
    public void Server_of_both_versions_suits_an_old_client() =>
        new Talk(22).Server("SSH-1.99-Both\r\n"u8).Client("SSH-1.5-Old\r\n"u8).Client([0, 0, 1, 0x14, 0, 0, 0, 0, 3]).ExpectNothing();

    [Theory]
    [InlineData(0x00100000u)]
    [InlineData(3u)]
    [InlineData(101u)]
    public void Packet_of_impossible_length_is_found(uint length)
    {
        var packet = new byte[64];
        BinaryPrimitives.WriteUInt32BigEndian(packet, length);
        Begin().Client(packet).ExpectOnly(FindingName.SshPacketInvalid, 3, Talk.Offset, 4);
    }

    [Fact]
    public void Padding_longer_than_the_packet_is_found()
    {
        var packet = Packet(KeyExchange());
        packet[4] = 255;
        packet = [0, 0, 0, 28, 255, .. new byte[27]];
        Begin().Client(packet).ExpectOnly(FindingName.SshPacketInvalid, 3, Talk.Offset + 4, 1);
    }

    [Fact]
    public void Name_list_past_the_message_is_found()
    {
        var exchange = KeyExchange();
        exchange[17] = 0x7F;
        Begin().Client(Packet(exchange)).ExpectOnly(FindingName.SshPacketInvalid, 3, Talk.Offset + 5 + 17, 4);
    }

    [Fact]
    public void Empty_name_in_a_list_is_found() =>
        Begin().Client(Packet(KeyExchange("aes,,des"))).ExpectOnly(FindingName.SshPacketInvalid, 3, Talk.Offset + 5 + 17, 4);

    [Property(MaxTest = 200)]
    public void Segmentation_changes_no_finding(uint seed)
    {
        var random = new Random((int)seed);
        byte[] client = [.. ClientBanner, .. Packet(KeyExchange("aes,,des")), .. Packet([21])];
        var talk = new Talk(22).Server(ServerBanner).Cut(Side.Forward, client, random.Next(1, 60));

        var finding = Assert.Single(talk.End());
        Assert.Equal((FindingName.SshPacketInvalid, "name-list has an empty name"), (finding.Name, finding.Detail.ToString()));
    }

    [Property(MaxTest = 300)]
    public void Mutated_openings_are_survived(uint seed)
    {
        var random = new Random((int)seed);
        byte[] client = [.. ClientBanner, .. Packet(KeyExchange()), .. Packet([21])];
        for (var i = 0; i < 4; i++)
        {
            client[random.Next(8, client.Length)] = (byte)random.Next(256);
        }

        Assert.InRange(new Talk(22).Server(ServerBanner).Cut(Side.Forward, client, random.Next(1, 200)).End().Count, 0, 3);
    }

    private static Talk Begin() => new Talk(22).Server(ServerBanner).Client(ClientBanner);

    private static byte[] Packet(byte[] payload)
    {
        var padding = 8 - ((5 + payload.Length) % 8);
        padding += padding < 4 ? 8 : 0;
        var packet = new byte[5 + payload.Length + padding];
        BinaryPrimitives.WriteUInt32BigEndian(packet, (uint)(packet.Length - 4));
        packet[4] = (byte)padding;
        payload.CopyTo(packet, 5);
        return packet;
    }

    private static byte[] KeyExchange(string first = "curve25519-sha256,ext-info-c")
    {
        byte[][] lists = [System.Text.Encoding.ASCII.GetBytes(first), .. Enumerable.Repeat("aes128-ctr"u8.ToArray(), 7), [], []];
        return [20, .. new byte[16], .. lists.SelectMany(l => new byte[] { 0, 0, 0, (byte)l.Length }.Concat(l)), 0, 0, 0, 0, 0];
    }
}
