using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Dhcp;

/// <summary>DHCP for IPv4 (RFC 2131): its options must fit the message and their own definitions (RFC 2132).</summary>
public sealed class DhcpInspector : ProtocolInspector
{
    public override string Protocol => "dhcp";

    public override void Reset()
    {
    }

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        if (chunk.Bytes.Length < DhcpOptions.Start || chunk.Bytes[0] is not (1 or 2) || !DhcpOptions.HasCookie(chunk.Bytes))
        {
            return; // BOOTP without options, or cut
        }

        if (DhcpOptions.Check(chunk.Bytes, chunk.WireLength) is { Text: { } text } flaw)
        {
            context.Report(FindingName.DhcpOptionsMalformed, chunk, flaw.Offset, flaw.Length, new FindingDetail(text, chunk.Bytes[flaw.Offset]));
        }
    }
}
