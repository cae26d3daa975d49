using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.PortProtocol;

public sealed class PortProtocolTests
{
    private static readonly byte[] Get = "GET / HTTP/1.1\r\nHost: a.example\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: */*\r\n\r\n"u8.ToArray();
    private static readonly byte[] Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    [Fact]
    public void Known_protocol_on_a_port_of_nobody_is_a_mismatch() =>
        new Talk(17000).Client(Get).Server(Ok).ExpectOnly(FindingName.AppProtocolPortMismatch, 1, Talk.Offset, 16);

    [Fact]
    public void Known_protocol_on_its_port_is_sound() => new Talk(80).Client(Get).Server(Ok).ExpectNothing();

    [Fact]
    public void Known_protocol_on_the_port_of_another_breaks_that_ones_rules_too()
    {
        var findings = new Talk(22).Client(Get).Server(Ok).End();

        Assert.Equal([FindingName.AppProtocolPortMismatch, FindingName.AppProtocolViolationOnPort], findings.Select(f => f.Name).Order());
    }

    [Fact]
    public void Unknown_bytes_on_a_port_with_strict_rules_break_them() =>
        new Talk(22).Client("hello there, anybody in?\n"u8).Server("no\n\n"u8).ExpectOnly(FindingName.AppProtocolViolationOnPort, 1, Talk.Offset);

    [Fact]
    public void A_line_end_typed_by_hand_breaks_nothing() => new Talk(443).Client("\r\n"u8).ExpectNothing();

    [Fact]
    public void Unknown_bytes_on_a_port_of_nobody_are_sound() => new Talk(17000).Client("hello there, anybody in?\n"u8).ExpectNothing();

    [Fact]
    public void Answer_in_another_protocol_is_a_direction_mismatch() =>
        new Talk(465).Client(SoundHello()).Server("220 mail.example ESMTP\r\n"u8).End()
            .Single(f => f.Name == FindingName.AppProtocolDirectionMismatch).Is(2, Talk.Offset, 16);

    [Fact]
    public void Answer_in_no_protocol_is_a_direction_mismatch() =>
        new Talk(80).Client(Get).Server("who are you\n"u8).End()
            .Single(f => f.Name == FindingName.AppProtocolDirectionMismatch).Is(2, Talk.Offset, 12);

    [Fact]
    public void Server_that_speaks_first_where_the_client_must_is_a_direction_mismatch() =>
        Assert.Contains(new Talk(80).Server(Ok).End(), f => f.Name == FindingName.AppProtocolDirectionMismatch);

    [Fact]
    public void Answer_seen_alone_midstream_is_sound() => new Talk(80, midstream: true).Server(Ok).ExpectNothing();

    [Fact]
    public void Greeting_of_a_server_that_may_speak_first_is_sound() =>
        new Talk(25).Server("220 mail.example ESMTP\r\n"u8).Client("EHLO a.example\r\n"u8).ExpectNothing();

    [Fact]
    public void Random_bytes_from_the_first_on_are_a_fully_encrypted_flow()
    {
        var random = new Random(3);
        byte[] client = new byte[200], server = new byte[900];
        random.NextBytes(client);
        random.NextBytes(server);
        new Talk(17000).Client(client).Server(server).Client(client).ExpectOnly(FindingName.FlowFullyEncryptedUnknown, 1, Talk.Offset, 200);
    }

    [Fact]
    public void Unknown_binary_protocol_with_structure_is_not_called_encrypted()
    {
        byte[] counter = [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 4 == 3 ? i / 4 : 0x17 * (i % 4)))];
        new Talk(17000).Client(counter).Server(counter).ExpectNothing();
    }

    [Fact]
    public void Random_bytes_midstream_say_nothing()
    {
        var bytes = new byte[200];
        new Random(3).NextBytes(bytes);
        new Talk(17000, midstream: true).Client(bytes).ExpectNothing();
    }

    [Fact]
    public void Compressed_file_is_not_called_encrypted()
    {
        var bytes = new byte[400];
        new Random(3).NextBytes(bytes);
        bytes[0] = 0x1F;
        bytes[1] = 0x8B;
        new Talk(17000).Client(bytes).ExpectNothing();
    }

    [Fact]
    public void Lost_beginning_is_not_held_against_anybody() =>
        new Talk(443).Gap(Side.Forward, 1000).Client("some bytes from the middle of something"u8).ExpectNothing();
}
