using Stray.Capture.Flows;
using Stray.Capture.Inspection.Dns;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection.Dns;

public sealed class DnsInspectorTests
{
    private const int Header = 12;

    [Fact]
    public void Sound_query_and_answer_say_nothing_and_give_name_and_facts()
    {
        var run = Udp();
        run.Datagram(Side.Forward, DnsBytes.Query("WWW.Example.com").Bytes());
        run.Datagram(Side.Backward, DnsBytes.Answer(1, 10, 0, 0, 1).Bytes());
        run.ExpectNothing();
        Assert.Equal(("dns", "www.example.com"), (run.App.Protocol, run.App.ServerName));
        var facts = run.App.Dns!;
        Assert.Equal((1, 1, 1, 4L), (facts.Queries, facts.Responses, facts.DistinctNames, facts.AnswerBytes));
        Assert.Equal(15, facts.NameCharacters);
    }

    [Fact]
    public void Hostile_characters_of_a_name_are_escaped()
    {
        var run = Udp();
        run.Datagram(Side.Forward, DnsBytes.Query("a\u0001\"b.example").Bytes());
        Assert.Equal("a\\001\"b.example", run.App.ServerName);
        run.Expect(FindingName.DnsNameIllegalCharacters, 1, Header + 2, 1);
    }

    [Theory]
    [InlineData("_sip._udp.example.com")]
    [InlineData("xn--bcher-kva.example")]
    [InlineData("selector1._domainkey.example.com")]
    [InlineData("Office\u0020Printer._ipp._tcp.local")]
    [InlineData("0/25.2.0.192.in-addr.arpa")]
    public void Names_in_honest_use_are_legal(string name) => Found(DnsBytes.Query(name, 16).Bytes()).None();

    [Fact]
    public void Multicast_names_may_be_utf8()
    {
        var run = new InspectorRun(new DnsInspector(), 5353, ProtocolNames.Udp, clientPort: 5353);
        run.Datagram(Side.Forward, DnsBytes.Query("K\u00C3\u00BCche._http._tcp.local", 12).Bytes());
        run.ExpectNothing();
        Assert.Equal("mdns", run.App.Protocol);
    }

    [Fact]
    public void NetBios_names_are_decoded()
    {
        var run = new InspectorRun(new DnsInspector(), 137, ProtocolNames.Udp, clientPort: 137);
        run.Datagram(Side.Forward, new DnsBytes(0x0110).Question("EGFCEFEECACACACACACACACACACACACA", 32).Bytes());
        run.ExpectNothing();
        Assert.Equal(("nbns", "fred"), (run.App.Protocol, run.App.ServerName));
    }

    [Fact]
    public void Message_shorter_than_its_header_is_malformed() =>
        Found([1, 2, 1, 0, 0]).Expect(FindingName.DnsMessageMalformed, 1, 0, 5);

    [Fact]
    public void Question_without_type_and_class_is_malformed() =>
        Found(new DnsBytes(0x0100).Name("example.com").Bytes()).Expect(FindingName.DnsMessageMalformed, 1, Header, 13);

    [Fact]
    public void Rdata_length_beyond_the_message_is_malformed()
    {
        var message = DnsBytes.Answer(1, 10, 0, 0, 1).Bytes();
        message[^5] = 200;
        Found(message, Side.Backward).Expect(FindingName.DnsMessageMalformed, 1, message.Length - 6, 2);
    }

    [Fact]
    public void What_the_snaplen_cut_is_not_malformed()
    {
        var message = DnsBytes.Answer(1, 10, 0, 0, 1).Bytes();
        for (var kept = 0; kept < message.Length; kept++)
        {
            var run = Udp();
            run.Datagram(Side.Backward, message.AsSpan(0, kept), message.Length);
            run.ExpectNothing();
        }
    }

    [Fact]
    public void Label_type_that_nobody_assigned_breaks_the_encoding() =>
        Found(new DnsBytes(0x0100).Raw(0x80).Name("example").U16(1).U16(1).Bytes()).Expect(FindingName.DnsNameEncodingInvalid, 1, Header, 1);

    [Fact]
    public void Name_over_255_octets_breaks_the_encoding()
    {
        var message = new DnsBytes(0x0100).Question(string.Join('.', Enumerable.Repeat(new string('a', 49), 6)));
        Found(message.Bytes()).Expect(FindingName.DnsNameEncodingInvalid, 1, Header + 250, 50);
    }

    [Theory]
    [InlineData(12)] // to itself
    [InlineData(20)] // forward
    [InlineData(4)] // into the header
    public void Pointer_that_does_not_lead_back_breaks_the_encoding(byte target) =>
        Found(new DnsBytes(0x0100).Raw(0xC0, target).U16(1).U16(1).Raw(1, 2, 3).Bytes()).Expect(FindingName.DnsNameEncodingInvalid, 1, Header, 2);

    [Fact]
    public void Pointers_chained_without_end_break_the_encoding()
    {
        var message = new DnsBytes(0x0100, questions: 20).Question("a");
        for (var i = 0; i < 19; i++)
        {
            message.Raw(0xC0, (byte)(i == 0 ? Header : Header + 7 + ((i - 1) * 6))).U16(1).U16(1);
        }

        var finding = Assert.Single(Found(message.Bytes()).End(), f => f.Name == FindingName.DnsNameEncodingInvalid);
        Assert.Equal(2, finding.Length);
    }

    [Fact]
    public void Reserved_bit_is_told_from_the_authenticated_data_bits()
    {
        Found(new DnsBytes(0x0130).Question("example.com").Bytes()).None();
        Found(new DnsBytes(0x0140).Question("example.com").Bytes()).Expect(FindingName.DnsHeaderFlagsInvalid, 1, 3, 1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    public void Unassigned_opcode_is_invalid(int opcode) =>
        Found(new DnsBytes((ushort)(opcode << 11)).Question("example.com").Bytes()).Expect(FindingName.DnsHeaderFlagsInvalid, 1, 2, 1);

    [Fact]
    public void Counts_that_cannot_fit_are_implausible() =>
        Found(new DnsBytes(0x0100, questions: 500).Question("example.com").Bytes()).Expect(FindingName.DnsSectionCountsImplausible, 1, 4, 8);

    [Fact]
    public void Broken_additional_section_is_said_of_its_count() =>
        Found(new DnsBytes(0x0100, additionals: 1).Question("example.com").Raw(0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 12, 0).Bytes())
            .Expect(FindingName.DnsSectionCountsImplausible, 1, 10, 2);

    [Fact]
    public void Truncated_bit_excuses_missing_records() =>
        Found(new DnsBytes(0x8380, answers: 5).Question("example.com").Bytes(), Side.Backward).None();

    [Fact]
    public void Response_from_the_client_goes_the_wrong_way() =>
        Found(DnsBytes.Answer(1, 10, 0, 0, 1).Bytes()).Expect(FindingName.DnsDirectionMismatch, 1, 2, 1);

    [Fact]
    public void Query_from_the_server_goes_the_wrong_way() =>
        Found(DnsBytes.Query("example.com").Bytes(), Side.Backward).Expect(FindingName.DnsDirectionMismatch, 1, 2, 1);

    [Theory]
    [InlineData(new byte[] { 0, 8, 0 }, 3)] // header cut
    [InlineData(new byte[] { 0, 10, 0, 9, 1, 2 }, 4)] // longer than what is left
    [InlineData(new byte[] { 0, 10, 0, 4, 1, 2, 3, 4 }, 8)] // cookie of four
    [InlineData(new byte[] { 0, 11, 0, 0 }, 4)] // TCP keepalive over UDP
    [InlineData(new byte[] { 0, 8, 0, 7, 0, 1, 33, 0, 10, 0, 0 }, 11)] // prefix longer than IPv4
    [InlineData(new byte[] { 0, 8, 0, 6, 0, 1, 24, 0, 10, 0 }, 10)] // address shorter than prefix
    [InlineData(new byte[] { 0, 8, 0, 7, 0, 1, 20, 0, 10, 0, 0x1F }, 11)] // bits beyond prefix
    public void Broken_options_are_malformed(byte[] options, int length)
    {
        var message = new DnsBytes(0x0100, additionals: 1).Question("example.com");
        var at = message.Length + 11;
        Found(message.Opt(1232, options).Bytes()).Expect(FindingName.DnsEdnsMalformed, 1, at, length);
    }

    [Theory]
    [InlineData(new byte[] { 0, 8, 0, 7, 0, 1, 20, 0, 10, 0, 0x10 })]
    [InlineData(new byte[] { 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 12, 0, 2, 0, 0 })]
    public void Sound_options_say_nothing(byte[] options) =>
        Found(new DnsBytes(0x0100, additionals: 1).Question("example.com").Opt(1232, options).Bytes()).None();

    [Fact]
    public void Second_opt_record_is_malformed() =>
        Assert.Contains(Found(new DnsBytes(0x0100, additionals: 2).Question("a.example").Opt().Opt().Bytes()).End(), f => f.Name == FindingName.DnsEdnsMalformed);

    [Fact]
    public void Message_over_512_bytes_needs_edns()
    {
        var text = new byte[600];
        for (var i = 0; i < 600; i += 200)
        {
            text[i] = 199;
        }

        var large = DnsBytes.Answer(16, text).Bytes();
        var run = Udp();
        run.Datagram(Side.Forward, DnsBytes.Query("www.example.com", 16).Bytes());
        run.Datagram(Side.Backward, large);
        run.Expect(FindingName.DnsOversizeOrFragmented, 2, 512, large.Length - 512);

        run = Udp();
        run.Datagram(Side.Forward, new DnsBytes(0x0100, additionals: 1).Question("www.example.com", 16).Opt().Bytes());
        run.Datagram(Side.Backward, large);
        run.ExpectNothing();
    }

    [Fact]
    public void Message_out_of_ip_fragments_is_said()
    {
        var run = Udp();
        run.Datagram(Side.Forward, DnsBytes.Query("example.com").Bytes(), reassembled: true);
        var finding = Assert.Single(run.End());
        Assert.Equal((FindingName.DnsOversizeOrFragmented, -1), (finding.Name, finding.Offset));
    }

    [Fact]
    public void Tcp_messages_are_cut_by_their_length_wherever_the_segments_end()
    {
        byte[] stream = [.. DnsBytes.Query("one.example").Framed(), .. DnsBytes.Query("two.example").Framed()];
        for (var cut = 0; cut < stream.Length; cut++)
        {
            var run = new InspectorRun(new DnsInspector(), 53);
            run.Send(Side.Forward, stream, cut, cut + 1);
            Assert.Equal(2, run.App.Dns!.Queries);
            Assert.Equal(2, run.App.Dns.DistinctNames);
            run.ExpectNothing();
        }
    }

    [Fact]
    public void Evidence_in_a_split_message_lies_in_the_frame_that_holds_the_byte()
    {
        var stream = new DnsBytes(0x0100).Question("good.bad\u0001.example").Framed();
        var latin = System.Text.Encoding.Latin1.GetString(stream);
        var run = new InspectorRun(new DnsInspector(), 53);
        run.SendFrames(Side.Forward, latin[..5], latin[5..20], latin[20..]);
        run.Expect(FindingName.DnsNameIllegalCharacters, 3, 2 + Header + 5 + 1 + 3 - 20, 1);
    }

    [Fact]
    public void After_a_gap_the_stream_is_given_up()
    {
        var inspector = new DnsInspector();
        var run = new InspectorRun(inspector, 53);
        run.Send(Side.Forward, DnsBytes.Query("one.example").Framed().AsSpan(0, 9));
        run.Gap(Side.Forward, 10).Send(Side.Forward, [1, 2, 3, 4, 5, 6, 7]);
        Assert.False(inspector.Wants(Side.Forward));
        Assert.True(inspector.Wants(Side.Backward));
        run.ExpectNothing();
    }

    private static InspectorRun Udp() => new(new DnsInspector(), 53, ProtocolNames.Udp);

    private static DnsRun Found(byte[] message, Side side = Side.Forward)
    {
        var run = Udp();
        run.Datagram(side, message);
        return new DnsRun(run);
    }

    private sealed record DnsRun(InspectorRun Run)
    {
        public void None() => Run.ExpectNothing();

        public List<FlowFinding> End() => Run.End();

        public void Expect(FindingName name, long frame, int offset, int length) => Run.Expect(name, frame, offset, length);
    }
}
