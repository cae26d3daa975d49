using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.Dtls;

public sealed class DtlsInspectorTests
{
    private const int Record0 = 0;
    private static readonly byte[] Hello =
    [
        0xFE, 0xFD, .. new byte[32], 0, 0, .. Vector16(0xC0, 0x2F), .. Vector8(0), .. Vector16(ServerName("d.example")),
    ];

    [Fact]
    public void Sound_hello_is_fingerprinted()
    {
        var talk = Open().Client(Datagram(0, Fragment(1, 0, Hello, 0, Hello.Length)));

        Assert.Equal(("dtls", "d.example"), (talk.App, talk.ServerName));
        Assert.StartsWith("dd2d0101", talk.Fingerprint, StringComparison.Ordinal);
        talk.ExpectNothing();
    }

    [Fact]
    public void Hello_in_two_fragments_is_put_together()
    {
        var talk = Open().Client(Datagram(0, Fragment(1, 0, Hello, 0, 30))).Client(Datagram(1, Fragment(1, 0, Hello, 30, Hello.Length - 30)));

        Assert.Equal("d.example", talk.ServerName);
        talk.ExpectNothing();
    }

    [Fact]
    public void Record_past_its_datagram_is_invalid()
    {
        var datagram = Datagram(0, Fragment(1, 0, Hello, 0, Hello.Length));
        var talk = Open().Client(datagram).Client(datagram.AsSpan(..^1));
        talk.ExpectOnly(FindingName.TlsRecordInvalid, 2, Record0 + 11, 2);
    }

    [Fact]
    public void Fragment_past_its_message_is_malformed()
    {
        var fragment = Fragment(1, 0, Hello, 0, Hello.Length);
        fragment[8] = 1;
        Open().Client(Datagram(0, fragment)).ExpectOnly(FindingName.TlsHandshakeMalformed, 1, 13 + 6, 6);
    }

    [Fact]
    public void Message_that_changes_its_length_is_malformed()
    {
        var second = Fragment(1, 0, Hello, 30, 10);
        second[3]++;
        Open().Client(Datagram(0, Fragment(1, 0, Hello, 0, 30))).Client(Datagram(1, second)).ExpectOnly(FindingName.TlsHandshakeMalformed, 2, 13 + 1, 3);
    }

    [Fact]
    public void Fragments_far_apart_are_malformed() =>
        Open().Client(Datagram(0, Fragment(1, 0, Hello, 0, 30))).Client(Datagram(90, Fragment(1, 0, Hello, 30, 10)))
            .ExpectOnly(FindingName.TlsHandshakeMalformed, 2, 13, 12);

    [Fact]
    public void Fatal_alert_is_told() =>
        Open().Client(Datagram(0, Fragment(1, 0, Hello, 0, Hello.Length))).Server(Datagram(0, [2, 40], type: 21))
            .ExpectOnly(FindingName.TlsFatalAlert, 2, 13, 2);

    [Fact]
    public void Encrypted_records_are_left_alone() =>
        Open().Client(Datagram(0, Fragment(1, 0, Hello, 0, Hello.Length))).Client(Datagram(0, new byte[40], epoch: 1)).ExpectNothing();

    [Fact]
    public void Dtls_after_stun_is_inspected()
    {
        byte[] binding = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, .. new byte[12]];
        var talk = Open().Client(binding).Client(Datagram(0, Fragment(1, 0, Hello, 0, Hello.Length)));

        Assert.Equal(("stun", "d.example"), (talk.App, talk.ServerName));
    }

    [Fact]
    public void Every_truncation_and_many_mutations_are_survived()
    {
        var datagram = Datagram(0, Fragment(1, 0, Hello, 0, Hello.Length));
        var random = new Random(11);
        for (var i = 0; i < 3000; i++)
        {
            var mutated = datagram[..random.Next(1, datagram.Length + 1)];
            mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            Assert.All(Open().Client(datagram).Say(Side.Forward, mutated).End(), f => Assert.Equal(2, f.Frame));
        }
    }

    private static Talk Open() => new(50000, udp: true);

    private static byte[] Datagram(int sequence, byte[] body, byte type = 22, int epoch = 0) =>
        [type, 0xFE, 0xFD, .. UInt16(epoch), 0, 0, 0, .. UInt24(sequence), .. UInt16(body.Length), .. body];

    private static byte[] Fragment(byte type, int message, byte[] whole, int at, int length) =>
        [type, .. UInt24(whole.Length), .. UInt16(message), .. UInt24(at), .. UInt24(length), .. whole.AsSpan(at, length)];
}
