using Stray.Capture.Flows;
using Stray.Capture.Inspection.Dnp3;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection.Dnp3;

public sealed class Dnp3InspectorTests
{
    private const byte FromMaster = 0xC4, FromOutstation = 0x44;

    private static readonly byte[] Read = Dnp3Bytes.Message(FromMaster, 1, 0x3C, 2, 6);
    private static readonly byte[] Response = Dnp3Bytes.Message(FromOutstation, 129, [0, 0, .. new byte[20]]);

    [Fact]
    public void Checksum_has_its_published_check_value() => Assert.Equal(0xEA82, Dnp3Checksum.Of("123456789"u8));

    [Fact]
    public void Sound_exchange_raises_nothing() =>
        Run().Send(Side.Forward, [.. Read, .. Read]).Send(Side.Backward, Response).Send(Side.Forward, Dnp3Bytes.Message(FromMaster, 0)).ExpectNothing();

    [Fact]
    public void Wrong_link_checksum_is_found() => Run().Send(Side.Forward, Patch(Read, 8, 0xFF)).Expect(FindingName.IcsMessageMalformed, 1, 8, 2);

    [Fact]
    public void Wrong_data_checksum_is_found() =>
        Run().Send(Side.Backward, Patch(Response, 30, 0xFF)).Expect(FindingName.IcsMessageMalformed, 1, 10 + 18 + Response.Length - 10 - 18 - 2, 2);

    [Fact]
    public void Length_below_the_link_header_is_found() => Run().Send(Side.Forward, Patch(Read, 2, 4)).Expect(FindingName.IcsMessageMalformed, 1, 2, 1);

    [Fact]
    public void Frame_without_its_start_bytes_is_found() =>
        Run().Send(Side.Forward, [.. Read, 0x11, 0x22, .. new byte[10]]).Expect(FindingName.IcsMessageMalformed, 1, Read.Length, 1 + 1);

    [Fact]
    public void Two_masters_are_found() =>
        Run().Send(Side.Forward, Read).Send(Side.Backward, Read).Expect(FindingName.IcsMessageMalformed, 2, 3, 1);

    [Fact]
    public void Requests_nobody_answers_are_found()
    {
        var run = Run().Answered();
        for (var i = 0; i < 33; i++)
        {
            run.Send(Side.Forward, Read);
        }

        run.Expect(FindingName.IcsMessageMalformed, 33, 12, 1);
    }

    [Fact]
    public void Requests_whose_answers_are_not_captured_raise_nothing()
    {
        var (oneWay, lost, joined) = (Run(), Run().Answered().Gap(Side.Backward, 100), Run().Answered().Midstream());
        for (var i = 0; i < 50; i++)
        {
            oneWay.Send(Side.Forward, Read);
            lost.Send(Side.Forward, Read);
            joined.Send(Side.Forward, Read);
        }

        Assert.Empty(oneWay.End().Concat(lost.End()).Concat(joined.End()));
    }

    [Fact]
    public void Datagram_that_ends_within_a_frame_is_found_unless_the_snaplen_cut_it()
    {
        var broken = new InspectorRun(new Dnp3Inspector(), 20000, ProtocolNames.Udp);
        broken.Datagram(Side.Forward, Read.AsSpan(0, 14));
        broken.Expect(FindingName.IcsMessageMalformed, 1, 0, 14);

        var cut = new InspectorRun(new Dnp3Inspector(), 20000, ProtocolNames.Udp);
        cut.Datagram(Side.Forward, Read.AsSpan(0, 14), wireLength: Read.Length);
        cut.ExpectNothing();
    }

    private static InspectorRun Run() => new(new Dnp3Inspector(), 20000);

    private static byte[] Patch(byte[] frame, int at, byte value)
    {
        byte[] patched = [.. frame];
        patched[at] = value;
        return patched;
    }
}
