using System.Buffers.Binary;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Smb;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Smb;

public sealed class SmbInspectorTests
{
    private const int Header = 4 + 32;

    [Fact]
    public void Sound_negotiation_raises_nothing() =>
        Talk445().Client(Smb1(0x72, [], "\u0002NT LM 0.12\0\u0002SMB 2.002\0"u8)).Server(Smb1(0x72, [1, 0], [], reply: true)).ExpectNothing();

    [Fact]
    public void Chain_that_does_not_advance_is_found() =>
        Talk445().Client(Smb1(0x74, [0x74, 0, 0, 0], [])).ExpectOnly(FindingName.SmbMessageMalformed, 1, Talk.Offset + Header + 3, 2);

    [Fact]
    public void Chain_past_the_message_is_found() =>
        Talk445().Client(Smb1(0x73, [0x75, 0, 0xF0, 0], [])).ExpectOnly(FindingName.SmbMessageMalformed, 1, Talk.Offset + Header + 3, 2);

    [Fact]
    public void Words_and_bytes_past_the_message_are_found()
    {
        var words = Smb1(0x75, [0xFF, 0, 0, 0], []);
        words[Header] = 200;
        Talk445().Client(words).ExpectOnly(FindingName.SmbMessageMalformed, 1, Talk.Offset + Header, 1);
        var bytes = Smb1(0x75, [0xFF, 0, 0, 0], []);
        bytes[^1] = 9;
        Talk445().Client(bytes).ExpectOnly(FindingName.SmbMessageMalformed, 1, Talk.Offset + Header + 5, 2);
    }

    [Fact]
    public void Broken_dialects_are_found()
    {
        Talk445().Client(Smb1(0x72, [], "\u0002NT LM 0.12\0junk\0"u8)).ExpectOnly(FindingName.SmbMessageMalformed, 1, Talk.Offset + Header + 3 + 12, 1);
        Talk445().Client(Smb1(0x72, [], "\u0002NT LM 0.12\0"u8)).Server(Smb1(0x72, [7, 0], [], reply: true))
            .ExpectOnly(FindingName.SmbMessageMalformed, 2, Talk.Offset + Header + 1, 2);
    }

    [Fact]
    public void Transaction_without_subcommand_is_found() =>
        Talk445().Client(Smb1(0x32, new byte[28], [])).ExpectOnly(FindingName.SmbMessageMalformed, 1, Talk.Offset + Header, 1);

    [Fact]
    public void Reply_from_the_client_and_request_from_the_server_are_found()
    {
        Talk445().Client(Smb1(0x72, [], [], reply: true)).ExpectOnly(FindingName.SmbDirectionOrOverlap, 1, Talk.Offset + 4 + 9, 1);
        Talk445().Client(Smb2(13, [4, 0, 0, 0])).Server(Smb2(13, [4, 0, 0, 0])).ExpectOnly(FindingName.SmbDirectionOrOverlap, 2, Talk.Offset + 4 + 16, 4);
    }

    [Fact]
    public void Server_may_ask_to_break_a_lock() =>
        Talk445().Client(Smb1(0x2B, [1, 0], [])).Server(Smb1(0x24, [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], [])).ExpectNothing();

    [Fact]
    public void Open_writes_over_each_other_are_found()
    {
        var talk = Talk445().Client([.. Write1(7, 0, 8), .. Write1(7, 4, 8)]);
        talk.ExpectOnly(FindingName.SmbDirectionOrOverlap, 1, Talk.Offset + Write1(7, 0, 8).Length + Header + 7, 4);
        Talk445().Client([.. Write2(100, 50), .. Write2(120, 50)]).ExpectOnly(FindingName.SmbDirectionOrOverlap, 1, Talk.Offset + Write2(100, 50).Length + 4 + 64 + 8, 8);
    }

    [Fact]
    public void Writes_that_follow_an_answer_or_touch_other_bytes_are_sound() =>
        Talk445().Client(Write1(7, 0, 8)).Server(Smb1(0x2F, [0xFF, 0, 0, 0], [], reply: true)).Client([.. Write1(7, 0, 8), .. Write1(7, 8, 8), .. Write1(8, 0, 8)]).ExpectNothing();

    [Fact]
    public void Sound_smb2_chain_raises_nothing()
    {
        var first = Smb2(13, [4, 0, 0, 0, 0, 0, 0, 0])[4..];
        first[20] = 72;
        Talk445().Client(Framed([.. first, .. Smb2(13, [4, 0, 0, 0])[4..]])).ExpectNothing();
    }

    [Theory]
    [InlineData(4, 63, 4, 2)]
    [InlineData(20, 68, 20, 4)]
    [InlineData(20, 8, 20, 4)]
    [InlineData(64, 5, 64, 2)]
    public void Broken_smb2_header_or_body_is_found(int at, byte value, int offset, int length)
    {
        var message = Smb2(13, [4, 0, 0, 0, .. new byte[100]]);
        message[4 + at] = value;
        Talk445().Client(message).ExpectOnly(FindingName.SmbMessageMalformed, 1, Talk.Offset + 4 + offset, length);
    }

    [Fact]
    public void Unknown_session_packet_is_found() =>
        Talk445().Client(Smb2(13, [4, 0, 0, 0])).Client([0x42, 0, 0, 9, 1, 2, 3]).ExpectOnly(FindingName.SmbMessageMalformed, 2, Talk.Offset, 1);

    [Fact]
    public void Session_packet_from_the_wrong_side_is_found()
    {
        var run = new InspectorRun(new SmbInspector("smb1"), 139).Send(Side.Forward, [0x82, 0, 0, 0]);
        run.Expect(FindingName.SmbMessageMalformed, 1, 0, 1);
    }

    [Fact]
    public void Short_message_is_found() =>
        Talk445().Client(Smb2(13, [4, 0, 0, 0])).Client(Framed([0xFE, (byte)'S', (byte)'M', (byte)'B', 0, 0])).ExpectOnly(FindingName.SmbMessageMalformed, 2, Talk.Offset + 4, 4);

    [Fact]
    public void Content_cut_by_the_snaplen_or_lost_does_no_harm()
    {
        var run = new InspectorRun(new SmbInspector("smb2"), 445);
        run.SendCut(Side.Forward, System.Text.Encoding.Latin1.GetString(Smb2(9, [49, 0, .. new byte[40]], 9000))[..100], 9000 + 4 + 64 + 42);
        run.Send(Side.Forward, Smb2(13, [4, 0, 0, 0]));
        run.ExpectNothing();
    }

    [Fact]
    public void Segmentation_does_not_matter()
    {
        byte[] stream = [.. Smb1(0x74, [0x74, 0, 0, 0], []), .. Write1(7, 0, 8), .. Write1(7, 4, 8), .. Smb2(13, [5, 0, 0, 0])];
        for (var size = 1; size < 90; size++)
        {
            var findings = Talk445().Cut(Side.Forward, stream, size).End();
            Assert.Equal(
                [FindingName.SmbMessageMalformed, FindingName.SmbDirectionOrOverlap],
                findings.Select(f => f.Name).Distinct().OrderBy(n => n));
        }
    }

    [Fact]
    public void Mutations_are_survived() => Mutations.Survive(445,
        [.. Smb1(0x72, [], "\u0002NT LM 0.12\0"u8), .. Smb1(0x73, [0xFF, 0, 0, 0], "NTLMSSP\0\u0003\0\0\0"u8), .. Write1(1, 0, 9), .. Smb2(13, [4, 0, 0, 0])],
        [.. Smb1(0x72, [0, 0], [], reply: true), .. Smb1(0x2F, [0xFF, 0, 0, 0], [], reply: true)], serverFirst: false);

    private static Talk Talk445() => new(445);

    private static byte[] Framed(byte[] message) => [0, 0, (byte)(message.Length >> 8), (byte)message.Length, .. message];

    private static byte[] Smb1(byte command, ReadOnlySpan<byte> words, ReadOnlySpan<byte> data, bool reply = false)
    {
        byte[] header = [0xFF, (byte)'S', (byte)'M', (byte)'B', command, 0, 0, 0, 0, (byte)(reply ? 0x98 : 0x18), .. new byte[22]];
        return Framed([.. header, (byte)(words.Length / 2), .. words, (byte)data.Length, (byte)(data.Length >> 8), .. data]);
    }

    private static byte[] Write1(ushort file, uint offset, byte length)
    {
        var words = new byte[28];
        words[0] = 0xFF;
        BinaryPrimitives.WriteUInt16LittleEndian(words.AsSpan(4), file);
        BinaryPrimitives.WriteUInt32LittleEndian(words.AsSpan(6), offset);
        words[20] = length;
        words[22] = 64;
        return Smb1(0x2F, words, new byte[length + 1]);
    }

    private static byte[] Write2(ulong offset, byte length)
    {
        var body = new byte[48 + length];
        body[0] = 49;
        body[4] = length;
        BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(8), offset);
        body[16] = 3;
        return Smb2(9, body);
    }

    private static byte[] Smb2(ushort command, byte[] body, int more = 0)
    {
        byte[] header = [0xFE, (byte)'S', (byte)'M', (byte)'B', 64, 0, .. new byte[6], (byte)command, 0, .. new byte[50]];
        return Framed([.. header, .. body, .. new byte[more]]);
    }
}
