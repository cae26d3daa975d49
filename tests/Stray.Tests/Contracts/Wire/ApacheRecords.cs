using Avro;
using Avro.Generic;
using Avro.IO;
using Stray.Contracts.Features;
using Stray.Contracts.Findings;
using Stray.Contracts.Flows;
using Stray.Contracts.Scores;
using Stray.Contracts.Wire;

namespace Stray.Tests.Contracts.Wire;

/// <summary>The same records through Apache.Avro's generic writer: the oracle for our codecs.</summary>
internal static class ApacheRecords
{
    public static readonly RecordSchema FlowSchema = (RecordSchema)Schema.Parse(FlowCodec.Schema);
    public static readonly RecordSchema ObservationSchema = (RecordSchema)Schema.Parse(ObservationCodec.Schema);

    public static byte[] Encode(GenericRecord record)
    {
        using var stream = new MemoryStream();
        new GenericDatumWriter<GenericRecord>(record.Schema).Write(record, new BinaryEncoder(stream));
        return stream.ToArray();
    }

    public static GenericRecord Of(FlowRecord flow)
    {
        var record = new GenericRecord(FlowSchema);
        AddIdentity(record, flow);
        for (var i = 0; i < FeatureCatalogue.Count; i++)
        {
            record.Add(FeatureCatalogue.All[i].Id, flow.Features[i]);
        }

        record.Add("findings", Findings(FlowSchema, flow));
        return record;
    }

    public static GenericRecord Of(Observation observation)
    {
        var record = new GenericRecord(ObservationSchema);
        record.Add("entity", observation.Entity);
        AddIdentity(record, observation.Flow);
        record.Add("score", observation.Score is null ? null : Score(observation.Score));
        record.Add("findings", Findings(ObservationSchema, observation.Flow));
        return record;
    }

    private static void AddIdentity(GenericRecord record, FlowRecord flow)
    {
        var link = flow.Direction == FlowDirection.Link;
        record.Add("tenant", flow.Tenant);
        record.Add("sensor", flow.Sensor);
        record.Add("community_id", flow.CommunityId);
        record.Add("start", flow.Start);
        record.Add("end", flow.End);
        record.Add("first_frame", flow.FirstFrame);
        record.Add("direction", new GenericEnum((EnumSchema)record.Schema["direction"].Schema, flow.Direction.ToString()));
        record.Add("source", Text(flow.Source, link));
        record.Add("destination", Text(flow.Destination, link));
        record.Add("source_port", (int)flow.SourcePort);
        record.Add("destination_port", (int)flow.DestinationPort);
        record.Add("protocol", (int)flow.Protocol);
        record.Add("ether_type", (int)flow.EtherType);
        record.Add("app", flow.App);
        record.Add("state", flow.State);
        record.Add("ended", new GenericEnum((EnumSchema)record.Schema["ended"].Schema, flow.Ended.ToString()));
        record.Add("midstream", flow.Midstream);
        record.Add("continued", flow.Continued);
        record.Add("forward_packets", flow.ForwardPackets);
        record.Add("backward_packets", flow.BackwardPackets);
        record.Add("forward_bytes", flow.ForwardBytes);
        record.Add("backward_bytes", flow.BackwardBytes);
        record.Add("server_name", flow.ServerName);
        record.Add("fingerprint", flow.Fingerprint);
    }

    private static string Text(Address address, bool link)
    {
        Span<char> text = stackalloc char[64];
        return new string(text[..AddressText.Format(address, link, text)]);
    }

    private static GenericRecord[] Findings(RecordSchema schema, FlowRecord flow) => [.. flow.Findings.Select(f =>
    {
        var record = new GenericRecord((RecordSchema)((ArraySchema)schema["findings"].Schema).ItemSchema);
        record.Add("name", FindingCatalogue.Of(f.Name).Id);
        record.Add("frame", f.Frame);
        record.Add("offset", f.Offset);
        record.Add("length", f.Length);
        record.Add("time", f.Time);
        record.Add("count", f.Count);
        record.Add("detail", f.Detail.ToString());
        return record;
    })];

    private static GenericRecord Score(Score score)
    {
        var schema = (RecordSchema)((UnionSchema)ObservationSchema["score"].Schema)[1];
        var record = new GenericRecord(schema);
        record.Add("value", score.Value);
        record.Add("p_value", score.PValue);
        record.Add("segment", score.Segment);
        record.Add("model", score.Model);
        record.Add("reasons", score.Reasons.Select(r => Reason(schema, r)).ToArray());
        return record;
    }

    public static GenericRecord Reason(RecordSchema schema, Reason reason)
    {
        var record = new GenericRecord((RecordSchema)((ArraySchema)schema["reasons"].Schema).ItemSchema);
        record.Add("feature", reason.Feature);
        record.Add("value", reason.Value);
        record.Add("share", reason.Share);
        record.Add("low", reason.Low);
        record.Add("median", reason.Median);
        record.Add("high", reason.High);
        return record;
    }
}
