using Stray.Contracts.Alerts;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;

namespace Stray.Contracts.Wire;

/// <summary>The arrays of an alert: next steps, findings and strange flows.</summary>
internal static class AlertEvidenceCodec
{
    private const int LeastIdentityBytes = 10;
    private const int LeastFindingBytes = 8 + LeastIdentityBytes;
    private const int LeastFlowBytes = LeastIdentityBytes + ScoreCodec.LeastBytes;

    public static void WriteSteps(ref AvroWriter writer, IReadOnlyList<string> steps)
    {
        WriteCount(ref writer, steps.Count);
        for (var i = 0; i < steps.Count; i++)
        {
            writer.WriteString(steps[i]);
        }

        writer.WriteLong(0);
    }

    public static void WriteFindings(ref AvroWriter writer, IReadOnlyList<AlertFinding> findings)
    {
        WriteCount(ref writer, findings.Count);
        for (var i = 0; i < findings.Count; i++)
        {
            WriteFinding(ref writer, findings[i]);
        }

        writer.WriteLong(0);
    }

    public static void WriteFlows(ref AvroWriter writer, IReadOnlyList<AlertFlow> flows)
    {
        WriteCount(ref writer, flows.Count);
        for (var i = 0; i < flows.Count; i++)
        {
            WriteIdentity(ref writer, flows[i].Flow);
            ScoreCodec.Write(ref writer, flows[i].Score);
        }

        writer.WriteLong(0);
    }

    public static List<string> ReadSteps(ref AvroReader reader)
    {
        var steps = new List<string>();
        for (var count = reader.ReadBlockCount(1); count > 0; count = reader.ReadBlockCount(1))
        {
            for (var i = 0; i < count && !reader.Failed; i++)
            {
                steps.Add(reader.ReadString());
            }
        }

        return steps;
    }

    /// <summary>A finding whose name this version does not know is left out: the alert is still worth reading.</summary>
    public static List<AlertFinding> ReadFindings(ref AvroReader reader)
    {
        var findings = new List<AlertFinding>();
        for (var count = reader.ReadBlockCount(LeastFindingBytes); count > 0; count = reader.ReadBlockCount(LeastFindingBytes))
        {
            for (var i = 0; i < count && !reader.Failed; i++)
            {
                ReadFinding(ref reader, findings);
            }
        }

        return findings;
    }

    public static List<AlertFlow> ReadFlows(ref AvroReader reader)
    {
        var flows = new List<AlertFlow>();
        for (var count = reader.ReadBlockCount(LeastFlowBytes); count > 0; count = reader.ReadBlockCount(LeastFlowBytes))
        {
            for (var i = 0; i < count && !reader.Failed; i++)
            {
                flows.Add(new AlertFlow(ReadIdentity(ref reader), ScoreCodec.Read(ref reader)));
            }
        }

        return flows;
    }

    private static void WriteFinding(ref AvroWriter writer, AlertFinding finding)
    {
        writer.WriteString(FindingCatalogue.Of(finding.Name).Id);
        writer.WriteLong(finding.Count);
        writer.WriteLong(finding.Flows);
        writer.WriteString(finding.Sensor);
        writer.WriteLong(finding.Frame);
        writer.WriteLong(finding.Offset);
        writer.WriteLong(finding.Length);
        writer.WriteString(finding.Detail);
        WriteIdentity(ref writer, finding.Flow);
    }

    private static void ReadFinding(ref AvroReader reader, List<AlertFinding> findings)
    {
        var definition = FindingCatalogue.Find(reader.ReadString());
        var finding = new AlertFinding(
            definition?.Name ?? default,
            reader.ReadLong(),
            (int)reader.ReadLong(int.MinValue, int.MaxValue),
            reader.ReadString(),
            reader.ReadLong(),
            (int)reader.ReadLong(int.MinValue, int.MaxValue),
            (int)reader.ReadLong(int.MinValue, int.MaxValue),
            reader.ReadString(),
            ReadIdentity(ref reader));
        if (definition is not null)
        {
            findings.Add(finding);
        }
    }

    private static void WriteIdentity(ref AvroWriter writer, FlowIdentity flow)
    {
        writer.WriteString(flow.CommunityId);
        writer.WriteLong(flow.Start);
        writer.WriteLong(flow.End);
        writer.WriteString(flow.Source);
        writer.WriteLong(flow.SourcePort);
        writer.WriteString(flow.Destination);
        writer.WriteLong(flow.DestinationPort);
        writer.WriteString(flow.Protocol);
        writer.WriteString(flow.App);
        writer.WriteString(flow.ServerName);
    }

    private static FlowIdentity ReadIdentity(ref AvroReader reader) => new(
        reader.ReadString(),
        reader.ReadLong(),
        reader.ReadLong(),
        reader.ReadString(),
        (ushort)reader.ReadLong(0, ushort.MaxValue),
        reader.ReadString(),
        (ushort)reader.ReadLong(0, ushort.MaxValue),
        reader.ReadString(),
        reader.ReadString(),
        reader.ReadString());

    private static void WriteCount(ref AvroWriter writer, int count)
    {
        if (count > 0) // an array without items has no block, only the end
        {
            writer.WriteLong(count);
        }
    }
}
