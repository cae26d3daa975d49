using System.Text;
using Stray.Capture.Flows;
using Stray.Capture.Inspection.Sip;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection.Sip;

public sealed class SipInspectorTests
{
    private const string Register = "REGISTER sip:a.example SIP/2.0\r\nVia: SIP/2.0/UDP b\r\nTo: <sip:a@b>\r\n\t;tag=1\r\nContent-Length: 0\r\n\r\n";
    private const string Trying = "SIP/2.0 100 Trying\r\nVia: SIP/2.0/UDP b\r\nl: 0\r\n\r\n";

    [Fact]
    public void Sound_exchange_raises_nothing() => Datagrams(Register, "\r\n\r\n", "hello", "\0\0\0\0", Register).ExpectNothing();

    [Fact]
    public void Sound_stream_raises_nothing() =>
        new InspectorRun(new SipInspector(), 5060).Client(Register + "\r\n\r\n" + Register[..^5] + "3\r\n\r\nabc").Client(Register).Server(Trying).ExpectNothing();

    [Theory]
    [InlineData("\0\0\0\0", true)]
    [InlineData("\u0001\u0080zz", true)]
    [InlineData("hello", false)]
    [InlineData("\r\n\r\n", false)]
    public void Junk_before_the_first_request_is_found(string junk, bool found)
    {
        var run = Datagrams(junk, Register);
        if (found)
        {
            run.Expect(FindingName.SipMessageMalformed, 1, 0, junk.Length);
        }
        else
        {
            run.ExpectNothing();
        }
    }

    [Fact]
    public void Junk_from_the_side_that_answers_is_a_keep_alive()
    {
        var run = Run();
        run.Datagram(Side.Backward, [0, 0, 0, 0]);
        run.Datagram(Side.Forward, Encoding.Latin1.GetBytes(Register));
        run.ExpectNothing();
    }

    [Theory]
    [InlineData("REGISTER sip:a.example SIP/7.0\r\n\r\n", 23, 7)]
    [InlineData("REGISTER SIP/2.0\r\n\r\n", 0, 16)]
    [InlineData("SIP/2.0 OK\r\n\r\n", 0, 10)]
    [InlineData("SIP/2.0 999 Odd\r\n\r\n", 0, 15)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: -3\r\n\r\n", 23, 18)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nl: x\r\n\r\n", 23, 4)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nContent-Length: 9\r\n\r\nabc", 23, 17)]
    [InlineData("OPTIONS sip:a SIP/2.0\r\nno colon\r\n\r\n", 23, 8)]
    public void Malformed_message_is_found(string message, int offset, int length) =>
        Datagrams(message).Expect(FindingName.SipMessageMalformed, 1, offset, length);

    [Fact]
    public void Path_of_more_than_70_elements_is_found()
    {
        const string start = "OPTIONS sip:a SIP/2.0\r\n";
        Datagrams(start + string.Concat(Enumerable.Repeat("v: a\r\n", 70)) + "\r\n").ExpectNothing();
        Datagrams(start + string.Concat(Enumerable.Repeat("v: a\r\n", 71)) + "\r\n").Expect(FindingName.SipMessageMalformed, 1, start.Length + (70 * 6), 4);
    }

    [Fact]
    public void Message_the_snaplen_cut_raises_nothing()
    {
        var run = Run();
        run.Datagram(Side.Forward, Encoding.Latin1.GetBytes(Register[..70]), wireLength: Register.Length);
        run.ExpectNothing();
    }

    [Fact]
    public void Malformed_message_on_a_stream_is_found() =>
        new InspectorRun(new SipInspector(), 5060).Client(Register).Client("OPTIONS sip:a SIP/2.0\r\nContent-Len").Client("gth: x\r\n\r\n")
            .Expect(FindingName.SipMessageMalformed, 2, 23, 11);

    [Fact]
    public void Junk_and_request_are_found_on_the_port() =>
        new Talk(5060, udp: true).Client([0, 0, 0, 0]).Client(Encoding.Latin1.GetBytes(Register)).End()
            .Single(f => f.Name == FindingName.SipMessageMalformed).Is(1, 0, 4);

    private static InspectorRun Run() => new(new SipInspector(), 5060, ProtocolNames.Udp);

    private static InspectorRun Datagrams(params string[] messages)
    {
        var run = Run();
        foreach (var message in messages)
        {
            run.Datagram(Side.Forward, Encoding.Latin1.GetBytes(message));
        }

        return run;
    }
}
