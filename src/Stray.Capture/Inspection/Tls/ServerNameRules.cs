using Stray.Contracts.Findings;

namespace Stray.Capture.Inspection.Tls;

/// <summary>RFC 6066 s3: one name of type host_name, in printable ASCII, filling its list.</summary>
internal static class ServerNameRules
{
    private const int MaximumNames = 16;

    /// <returns>The first host name, empty when there is none.</returns>
    public static ReadOnlySpan<byte> Check(
        scoped in InspectionContext context, scoped in MessageView message, ReadOnlySpan<byte> body, int offset)
    {
        var outer = new TlsReader(body);
        if (!outer.TryVector(2, out var list) || outer.Remaining != 0 || list.IsEmpty)
        {
            Anomaly(context, message, offset, body.Length, "server name list does not fill its extension");
            return default;
        }

        ReadOnlySpan<byte> first = default;
        var reader = new TlsReader(list);
        for (var names = 0; reader.Remaining > 0 && names < MaximumNames; names++)
        {
            var at = offset + 2 + reader.Offset;
            if (!reader.TryByte(out var type) || !reader.TryVector(2, out var name))
            {
                Anomaly(context, message, at, body.Length, "server name runs past its list");
                return first;
            }

            CheckName(context, message, type, name, at, names);
            first = names == 0 && type == 0 ? name : first;
        }

        return first;
    }

    private static void CheckName(
        in InspectionContext context, scoped in MessageView message, byte type, ReadOnlySpan<byte> name, int at, int before)
    {
        if (type != 0)
        {
            Anomaly(context, message, at, 1, new FindingDetail("server name of unknown type {0}", type));
        }
        else if (before > 0)
        {
            Anomaly(context, message, at, 3 + name.Length, "more than one server name");
        }
        else if (name.Length is 0 or > 255)
        {
            Anomaly(context, message, at + 1, 2, new FindingDetail("server name of {0} bytes", name.Length));
        }
        else if (name.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) is var bad and >= 0)
        {
            Anomaly(context, message, at + 3 + bad, name.Length - bad, "server name is not printable ASCII");
        }
    }

    private static void Anomaly(
        in InspectionContext context, scoped in MessageView message, int offset, int length, FindingDetail detail) =>
        message.Report(context, FindingName.TlsExtensionAnomaly, offset, length, detail);
}
