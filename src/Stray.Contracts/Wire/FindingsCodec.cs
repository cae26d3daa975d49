using System.Runtime.InteropServices;
using Stray.Contracts.Findings;

namespace Stray.Contracts.Wire;

/// <summary>The findings array that flows and observations share.</summary>
internal static class FindingsCodec
{
    private const int LeastBytes = 7;
    private const int LongestDetail = 512;

    public static void Write(ref AvroWriter writer, List<FlowFinding> findings)
    {
        if (findings.Count > 0)
        {
            writer.WriteLong(findings.Count);
        }

        foreach (ref readonly var finding in CollectionsMarshal.AsSpan(findings))
        {
            writer.WriteString(FindingCatalogue.Of(finding.Name).Id);
            writer.WriteLong(finding.Frame);
            writer.WriteLong(finding.Offset);
            writer.WriteLong(finding.Length);
            writer.WriteLong(finding.Time);
            writer.WriteLong(finding.Count);
            WriteDetail(ref writer, finding.Detail);
        }

        writer.WriteLong(0);
    }

    /// <summary>A finding whose name this version does not know is left out: the flow is still worth reading.</summary>
    public static void Read(ref AvroReader reader, List<FlowFinding> findings)
    {
        findings.Clear();
        for (var count = reader.ReadBlockCount(LeastBytes); count > 0; count = reader.ReadBlockCount(LeastBytes))
        {
            for (var i = 0; i < count && !reader.Failed; i++)
            {
                ReadOne(ref reader, findings);
            }
        }
    }

    private static void WriteDetail(ref AvroWriter writer, FindingDetail detail)
    {
        Span<char> text = stackalloc char[LongestDetail];
        writer.WriteString(detail.TryFormat(text, out var written) ? text[..written] : detail.ToString());
    }

    private static void ReadOne(ref AvroReader reader, List<FlowFinding> findings)
    {
        var definition = FindingCatalogue.Find(reader.ReadString());
        var finding = new FlowFinding(
            definition?.Name ?? default,
            reader.ReadLong(),
            (int)reader.ReadLong(int.MinValue, int.MaxValue),
            (int)reader.ReadLong(int.MinValue, int.MaxValue),
            reader.ReadLong(),
            (int)reader.ReadLong(int.MinValue, int.MaxValue),
            FindingDetail.Literal(reader.ReadString()));
        if (definition is not null && !reader.Failed)
        {
            findings.Add(finding);
        }
    }
}
