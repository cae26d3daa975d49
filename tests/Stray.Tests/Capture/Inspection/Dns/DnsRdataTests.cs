using Stray.Capture.Flows;
using Stray.Capture.Inspection.Dns;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Inspection.Dns;

public sealed class DnsRdataTests
{
    /// <summary>Offset of RDATA in <see cref="DnsBytes.Answer"/>: header, question of 21, owner pointer and fixed fields.</summary>
    private const int Data = 12 + 21 + 12;

    public static TheoryData<int, byte[]> Sound => new()
    {
        { 1, [10, 0, 0, 1] },
        { 28, new byte[16] },
        { 5, [0xC0, 12] },
        { 15, [0, 10, 4, (byte)'m', (byte)'a', (byte)'i', (byte)'l', 0xC0, 16] },
        { 6, [0xC0, 12, 0xC0, 16, .. new byte[20]] },
        { 16, [3, 1, 2, 3, 0] },
        { 33, [0, 1, 0, 1, 1, 187, 0xC0, 12] },
        { 43, [1, 2, 8, 2, .. new byte[32]] },
        { 46, [0, 1, 8, 3, .. new byte[14], 0, 1, 2, 3] },
        { 47, [0xC0, 12, 0, 1, 0x40] },
        { 48, [1, 1, 3, 8, 1, 2, 3] },
        { 50, [1, 0, 0, 10, 0, 2, 1, 2, 0, 1, 0x40] },
        { 52, [3, 1, 1, .. new byte[32]] },
        { 257, [0, 5, (byte)'i', (byte)'s', (byte)'s', (byte)'u', (byte)'e', (byte)';'] },
        { 65, [0, 1, 0, 0, 1, 0, 3, 2, (byte)'h', (byte)'2', 0, 3, 0, 2, 1, 187, 0, 4, 0, 4, 1, 2, 3, 4] },
        { 65300, [1, 2, 3] },
    };

    /// <summary>Type, RDATA, index and length of the bytes that break it.</summary>
    public static TheoryData<int, byte[], int, int> Broken => new()
    {
        { 1, [10, 0, 0], 0, 3 },
        { 1, [10, 0, 0, 1, 9], 4, 1 },
        { 28, new byte[15], 0, 15 },
        { 5, [0xC0, 12, 7], 2, 1 },
        { 5, [3, (byte)'a'], 0, 2 },
        { 6, [0xC0, 12, 0xC0, 16, 1, 2], 4, 2 },
        { 15, [0], 0, 1 },
        { 16, [5, 1, 2], 0, 1 },
        { 16, [], -2, 2 }, // nothing there: the length field
        { 33, [0, 1, 0, 1, 1], 0, 5 },
        { 43, [1, 2, 8, 2, 9, 9], 3, 3 },
        { 47, [0xC0, 12, 0, 33, 1], 2, 2 },
        { 48, [1, 1, 4, 8, 1], 2, 1 },
        { 52, [3, 1, 1, 5], 2, 2 },
        { 64, [0, 1], -2, 2 },
        { 65, [0, 1, 0, 0, 3, 0, 1, 80], 5, 2 },
        { 65, [0, 1, 0, 0, 3, 0, 2, 0, 80, 0, 1, 0, 3, 2, (byte)'h', (byte)'2'], 9, 2 },
        { 65, [0, 1, 0, 0, 1, 0, 9, 2], 3, 4 },
        { 65, [0, 1, 0, 0, 4, 0, 3, 1, 2, 3], 5, 2 },
        { 65, [0, 1, 0, 0, 1, 0, 2, 9, 9], 5, 2 },
        { 257, [0, 0, 1], 0, 2 },
        { 257, [0, 9, 1], 1, 1 },
        { 400, [1], -10, 2 }, // no such type: the type field itself
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void Sound_record_says_nothing(int type, byte[] data) => Run(type, data).ExpectNothing();

    [Theory]
    [MemberData(nameof(Broken))]
    public void Broken_record_is_found_at_the_bytes_that_break_it(int type, byte[] data, int at, int length) =>
        Run(type, data).Expect(FindingName.DnsRdataMalformed, 1, Data + at, length);

    [Fact]
    public void Update_that_deletes_has_no_rdata()
    {
        var run = new InspectorRun(new DnsInspector(), 53, ProtocolNames.Udp);
        run.Datagram(Side.Forward, new DnsBytes(0x2800, authorities: 1).Question("example.com", 6).Record(1, [], @class: 255).Bytes());
        run.ExpectNothing();
    }

    [Fact]
    public void Name_in_rdata_that_loops_breaks_the_encoding() =>
        Run(5, [0xC0, Data]).Expect(FindingName.DnsNameEncodingInvalid, 1, Data, 2);

    private static InspectorRun Run(int type, byte[] data)
    {
        var run = new InspectorRun(new DnsInspector(), 53, ProtocolNames.Udp);
        run.Datagram(Side.Backward, DnsBytes.Answer(type, data).Bytes());
        return run;
    }
}
