using Stray.Capture.Flows;
using Stray.Capture.Inspection.Postgres;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Inspection.Postgres;

public sealed class PostgresInspectorTests
{
    private const string SslRequest = "00000008 04D2162F";
    private const string Startup = "00000010 00030000 75736572 00610000";
    private const string Ready = "52 00000008 00000000 5A 00000005 49";

    [Fact]
    public void Sound_session_raises_nothing() =>
        Run().Hex(Side.Forward, SslRequest).Hex(Side.Backward, "4E").Hex(Side.Forward, Startup).Hex(Side.Backward, Ready)
            .Hex(Side.Forward, "51 0000000B 53454C454354 00").Hex(Side.Backward, "43 0000000A 53454C454354 5A 00000005 49").Hex(Side.Forward, "58 00000004")
            .ExpectNothing();

    [Fact]
    public void Tls_after_its_request_raises_nothing() =>
        Run().Hex(Side.Forward, SslRequest).Hex(Side.Backward, "53").Hex(Side.Forward, "160301 0005 0100000100").ExpectNothing();

    [Fact]
    public void Tls_whose_agreement_was_lost_raises_nothing() =>
        Run().Hex(Side.Forward, SslRequest).Hex(Side.Forward, "160301 0005 0100000100").ExpectNothing();

    [Theory]
    [InlineData("00000007 00030000", 0, 4)]
    [InlineData("7FFFFFFF 00030000", 0, 4)]
    [InlineData("00000008 00090000", 4, 4)]
    [InlineData(Startup + "51 00000003", 17, 4)]
    [InlineData(Startup + "51 FFFFFFFF", 17, 4)]
    [InlineData(Startup + "21 00000004", 16, 1)]
    public void Malformed_request_is_found(string bytes, int offset, int length) =>
        Run().Hex(Side.Forward, bytes).Expect(FindingName.DbOrDesktopProtocolInvalid, 1, offset, length);

    [Theory]
    [InlineData("52 00000002 0000", 1, 4)]
    [InlineData("21 00000008 00000000", 0, 1)]
    public void Malformed_response_is_found(string bytes, int offset, int length) =>
        Run().Hex(Side.Forward, Startup).Hex(Side.Backward, bytes).Expect(FindingName.DbOrDesktopProtocolInvalid, 2, offset, length);

    private static InspectorRun Run() => new(new PostgresInspector(), 5432);
}
