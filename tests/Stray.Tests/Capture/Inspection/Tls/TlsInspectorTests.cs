using Stray.Capture.Flows;
using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.Tls;

public sealed class TlsInspectorTests
{
    private static readonly byte[] ChangeCipherSpec = Record(20, 1);

    [Fact]
    public void Sound_handshake_names_server_and_software_and_raises_nothing()
    {
        var talk = new Talk().Client(SoundHello()).Server(ServerHello(tls13: true)).Server(Record(23, new byte[64]));

        Assert.Equal(("tls", "stray.example", (ushort)0x0304, (ushort)0x1301), (talk.App, talk.ServerName, talk.State.TlsVersion, talk.State.TlsCipher));
        Assert.StartsWith("t13d0304h2_", talk.Fingerprint, StringComparison.Ordinal);
        talk.ExpectNothing();
    }

    [Fact]
    public void Record_of_unknown_type_is_found_at_its_first_byte() =>
        new Talk().Client(SoundHello()).Server([.. ServerHello(), 99, 3, 3, 0, 1, 0])
            .ExpectOnly(FindingName.TlsRecordInvalid, 2, Talk.Offset + ServerHello().Length, 1);

    [Fact]
    public void Record_of_unknown_version_is_found_at_its_version() =>
        new Talk().Client(SoundHello()).Server([.. ServerHello(), 22, 9, 9, 0, 1, 0])
            .ExpectOnly(FindingName.TlsRecordInvalid, 2, Talk.Offset + ServerHello().Length + 1, 2);

    [Fact]
    public void Record_longer_than_the_protocol_allows_is_found_at_its_length() =>
        new Talk().Client(SoundHello()).Server([.. ServerHello(), 22, 3, 3, 0x70, 0])
            .ExpectOnly(FindingName.TlsRecordInvalid, 2, Talk.Offset + ServerHello().Length + 3, 2);

    [Fact]
    public void Longest_ciphertext_is_sound() =>
        new Talk().Client(SoundHello()).Server([.. ServerHello(), 23, 3, 3, 0x48, 0]).ExpectNothing();

    [Fact]
    public void Empty_handshake_record_is_found() =>
        new Talk().Client(SoundHello()).Server(Record(22)).Server(ServerHello()).ExpectOnly(FindingName.TlsRecordInvalid, 2, Talk.Offset + 3, 2);

    [Fact]
    public void Segment_stuffed_with_tiny_records_is_found()
    {
        var stuffed = Enumerable.Repeat(Record(23), 60).SelectMany(r => r).ToArray();
        new Talk().Client(SoundHello()).Server(ServerHello(tls13: true)).Server(stuffed)
            .ExpectOnly(FindingName.TlsRecordInvalid, 3, Talk.Offset, stuffed.Length);
    }

    [Fact]
    public void Header_cut_by_a_segment_boundary_is_still_located()
    {
        byte[] bytes = [.. ServerHello(), 99, 3, 3, 0, 1, 0];
        var cut = ServerHello().Length + 2;
        new Talk().Client(SoundHello()).Server(bytes.AsSpan(..cut)).Server(bytes.AsSpan(cut..))
            .ExpectOnly(FindingName.TlsRecordInvalid, 2, Talk.Offset + ServerHello().Length, 1);
    }

    [Fact]
    public void Hello_whose_cipher_list_runs_past_it_is_malformed()
    {
        var hello = SoundHello();
        hello[5 + 4 + 2 + 32 + 33] = 0x7F;
        new Talk().Client(hello).ExpectOnly(FindingName.TlsHandshakeMalformed, 1, Talk.Offset + 5 + 4 + 2 + 32 + 33);
    }

    [Fact]
    public void Handshake_message_of_unknown_type_is_malformed() =>
        new Talk().Client(SoundHello()).Server([.. ServerHello(), .. Record(22, Message(99, 1))])
            .ExpectOnly(FindingName.TlsHandshakeMalformed, 2, Talk.Offset + ServerHello().Length + 5, 1);

    [Fact]
    public void Message_that_claims_more_than_its_kind_can_hold_is_malformed() =>
        new Talk().Client(SoundHello()).Server(Record(22, 2, 9, 0, 0, 3, 3))
            .ExpectOnly(FindingName.TlsHandshakeMalformed, 2, Talk.Offset + 5 + 1, 3);

    [Fact]
    public void Message_cut_off_by_another_record_is_malformed()
    {
        var half = Record(22, Message(2, ServerHelloBody())[..20]);
        new Talk().Client(SoundHello()).Server([.. half, .. ChangeCipherSpec])
            .ExpectOnly(FindingName.TlsHandshakeMalformed, 2, Talk.Offset + half.Length, 5);
    }

    [Fact]
    public void Message_over_two_records_is_sound()
    {
        var message = Message(2, ServerHelloBody());
        new Talk().Client(SoundHello()).Server([.. Record(22, message[..20]), .. Record(22, message[20..])]).ExpectNothing();
    }

    [Fact]
    public void Two_clients_in_one_connection_are_malformed() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Server(SoundHello()).ExpectOnly(FindingName.TlsHandshakeMalformed, 3, Talk.Offset + 5);

    [Fact]
    public void Done_message_with_content_is_malformed() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Server(Record(22, Message(14, 7)))
            .ExpectOnly(FindingName.TlsHandshakeMalformed, 3, Talk.Offset + 5, 5);

    [Fact]
    public void Fatal_alert_is_told_with_its_number()
    {
        var finding = new Talk().Client(SoundHello()).Server(Record(21, 2, 40)).ExpectOnly(FindingName.TlsFatalAlert, 2, Talk.Offset + 5, 2);

        Assert.Equal("fatal alert 40", finding.Detail.ToString());
    }

    [Fact]
    public void Warning_alert_is_sound() => new Talk().Client(SoundHello()).Server(Record(21, 1, 0)).ExpectNothing();

    [Fact]
    public void Many_alerts_in_a_record_are_too_many() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Server(Record(21, [.. Enumerable.Repeat(new byte[] { 1, 0 }, 8).SelectMany(a => a)]))
            .ExpectOnly(FindingName.TlsFatalAlert, 3, Talk.Offset + 5, 16);

    [Fact]
    public void Alert_of_an_unknown_level_is_malformed() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Server(Record(21, 9, 40)).ExpectOnly(FindingName.TlsHandshakeMalformed, 3, Talk.Offset + 5, 2);

    [Fact]
    public void Heartbeat_that_claims_more_than_it_has_is_abuse() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Client(Record(24, 1, 0x40, 0))
            .ExpectOnly(FindingName.TlsHeartbeatAbuse, 3, Talk.Offset + 5, 3);

    [Fact]
    public void Heartbeat_with_its_payload_and_padding_is_sound() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Client(Record(24, [1, 0, 2, 7, 7, .. new byte[16]])).ExpectNothing();

    [Fact]
    public void Encrypted_heartbeat_answered_with_more_is_abuse() =>
        Encrypted().Client(Record(24, new byte[64])).Server(Record(24, new byte[128])).ExpectOnly(FindingName.TlsHeartbeatAbuse, 6, Talk.Offset + 5, 128);

    [Fact]
    public void Encrypted_heartbeat_without_room_for_padding_is_abuse() =>
        Encrypted().Client(Record(24, new byte[32])).ExpectOnly(FindingName.TlsHeartbeatAbuse, 5, Talk.Offset + 5, 32);

    [Fact]
    public void Encrypted_heartbeat_answered_alike_is_sound() =>
        Encrypted().Client(Record(24, new byte[64])).Server(Record(24, new byte[64])).ExpectNothing();

    [Fact]
    public void What_follows_the_change_of_ciphers_is_not_read_as_handshake() =>
        Encrypted().Client(Record(22, [99, .. new byte[39]])).Server(Record(21, new byte[26])).ExpectNothing();

    [Fact]
    public void Change_of_ciphers_with_another_content_is_malformed() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Client(Record(20, 1, 1)).ExpectOnly(FindingName.TlsHandshakeMalformed, 3, Talk.Offset + 5, 2);

    [Fact]
    public void Loss_inside_a_record_does_not_end_the_walk()
    {
        var talk = Encrypted().Server(Record(23, new byte[100]).AsSpan(..50)).Gap(Side.Backward, 55).Server([99, 3, 3, 0, 1]);
        talk.ExpectOnly(FindingName.TlsRecordInvalid, 6, Talk.Offset, 1);
    }

    [Fact]
    public void Loss_of_a_record_header_ends_the_walk()
    {
        var talk = Encrypted().Gap(Side.Backward, 100).Server([99, 3, 3, 0, 1]);

        Assert.False(talk.Wants(Side.Backward));
        talk.ExpectNothing();
    }

    [Fact]
    public void Old_hello_in_sslv2_framing_is_read()
    {
        byte[] hello = [0x80, 9 + 6 + 16, 1, 3, 1, 0, 6, 0, 0, 0, 16, 0, 0, 0x2F, 0, 0, 0x35, .. new byte[16]];
        var talk = new Talk().Client(hello).Server(ServerHello());

        Assert.StartsWith("t10i0200", talk.Fingerprint, StringComparison.Ordinal);
        talk.ExpectNothing();
    }

    [Fact]
    public void Bulk_data_after_the_handshake_allocates_nothing()
    {
        var talk = Encrypted();
        var record = Record(23, new byte[1200]);
        talk.Client(record).Server(record);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            talk.Client(record).Server(record);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        talk.ExpectNothing();
    }

    [Fact]
    public void Side_that_has_sent_enough_ciphertext_is_left_alone()
    {
        var talk = Encrypted();
        var record = Record(23, new byte[16000]);
        for (var i = 0; i < 80 && talk.Wants(Side.Backward); i++)
        {
            talk.Server(record);
        }

        Assert.False(talk.Wants(Side.Backward));
    }

    /// <summary>A TLS 1.2 connection whose both sides have changed ciphers; four frames.</summary>
    private static Talk Encrypted() => new Talk().Client(SoundHello()).Server(ServerHello()).Client(ChangeCipherSpec).Server(ChangeCipherSpec);
}
