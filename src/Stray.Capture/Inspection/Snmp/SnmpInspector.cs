using Stray.Capture.Flows;
using Stray.Capture.Inspection.Asn1;
using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Snmp;

/// <summary>
/// SNMP 1, 2c and 3 (RFC 1157, RFC 3416, RFC 3412): its BER, integers and object identifiers that fit their types, a known
/// security model, and an answer in the version that was asked.
/// </summary>
public sealed class SnmpInspector : ProtocolInspector
{
    private const int NoVersion = -1;
    private const byte Response = 0xA2;

    private readonly long[] _versions = [NoVersion, NoVersion];

    public override string Protocol => "snmp";

    public override void Reset() => Array.Fill(_versions, NoVersion);

    public override void OnDatagram(ref InspectionContext context, scoped in StreamChunk chunk)
    {
        var message = new PlacedBytes(chunk, chunk.Bytes, 0);
        var header = new SnmpHeader();
        var walk = new BerWalk(chunk.Bytes, chunk.WireLength);
        for (var index = 0; walk.Next(out var element); index++)
        {
            if (header.Take(index, element, chunk.Bytes) is { } flaw)
            {
                Report(context, message, element.Offset, element.End - element.Offset, flaw);
                return;
            }
        }

        if (walk.Flaw is not null)
        {
            Report(context, message, walk.FlawOffset, 1, walk.Flaw);
            return;
        }

        CheckVersion(context, message, header);
    }

    /// <summary>RFC 3584 s4: an agent answers in the version of the request.</summary>
    private void CheckVersion(scoped in InspectionContext context, scoped in PlacedBytes message, SnmpHeader header)
    {
        if (header.Version < 0)
        {
            return;
        }

        var asked = _versions[1 - (int)context.Side];
        if (header.Pdu == Response && asked >= 0 && asked != header.Version)
        {
            Report(context, message, header.VersionAt, 1, new FindingDetail("answer in version {0} to a request in version {1}", header.Version, asked));
        }

        _versions[(int)context.Side] = header.Version;
    }

    private static void Report(scoped in InspectionContext context, scoped in PlacedBytes message, int offset, int length, FindingDetail detail) =>
        message.Report(context, FindingName.Asn1SnmpMalformed, offset, Math.Min(length, message.Length - offset), detail);
}
