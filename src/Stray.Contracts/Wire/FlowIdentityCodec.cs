using Stray.Contracts.Flows;

namespace Stray.Contracts.Wire;

/// <summary>The leading fields that flows and observations share: who spoke with whom, when, and how much.</summary>
internal static class FlowIdentityCodec
{
    public static void Write(ref AvroWriter writer, FlowRecord flow)
    {
        writer.WriteString(flow.Tenant);
        writer.WriteString(flow.Sensor);
        writer.WriteString(flow.CommunityId);
        writer.WriteLong(flow.Start);
        writer.WriteLong(flow.End);
        writer.WriteLong(flow.FirstFrame);
        writer.WriteLong((int)flow.Direction); // before the addresses: a link flow's are MAC addresses
        WriteAddress(ref writer, flow.Source, flow.Direction);
        WriteAddress(ref writer, flow.Destination, flow.Direction);
        writer.WriteLong(flow.SourcePort);
        writer.WriteLong(flow.DestinationPort);
        writer.WriteLong(flow.Protocol);
        writer.WriteLong(flow.EtherType);
        writer.WriteString(flow.App);
        writer.WriteString(flow.State);
        writer.WriteLong((int)flow.Ended);
        writer.WriteBoolean(flow.Midstream);
        writer.WriteBoolean(flow.Continued);
        writer.WriteLong(flow.ForwardPackets);
        writer.WriteLong(flow.BackwardPackets);
        writer.WriteLong(flow.ForwardBytes);
        writer.WriteLong(flow.BackwardBytes);
        writer.WriteString(flow.ServerName);
        writer.WriteString(flow.Fingerprint);
    }

    public static void Read(ref AvroReader reader, FlowRecord flow)
    {
        flow.Tenant = reader.ReadString(flow.Tenant);
        flow.Sensor = reader.ReadString(flow.Sensor);
        flow.CommunityId = reader.ReadString();
        flow.Start = reader.ReadLong();
        flow.End = reader.ReadLong();
        flow.FirstFrame = reader.ReadLong();
        flow.Direction = (FlowDirection)reader.ReadLong(0, (long)FlowDirection.Multicast);
        flow.Source = ReadAddress(ref reader, flow.Direction);
        flow.Destination = ReadAddress(ref reader, flow.Direction);
        flow.SourcePort = (ushort)reader.ReadLong(0, ushort.MaxValue);
        flow.DestinationPort = (ushort)reader.ReadLong(0, ushort.MaxValue);
        flow.Protocol = (byte)reader.ReadLong(0, byte.MaxValue);
        flow.EtherType = (ushort)reader.ReadLong(0, ushort.MaxValue);
        flow.App = reader.ReadString(flow.App);
        flow.State = reader.ReadString(flow.State);
        flow.Ended = (FlowEnd)reader.ReadLong(0, (long)FlowEnd.EndOfInput);
        flow.Midstream = reader.ReadBoolean();
        flow.Continued = reader.ReadBoolean();
        flow.ForwardPackets = reader.ReadLong();
        flow.BackwardPackets = reader.ReadLong();
        flow.ForwardBytes = reader.ReadLong();
        flow.BackwardBytes = reader.ReadLong();
        flow.ServerName = reader.ReadString(flow.ServerName);
        flow.Fingerprint = reader.ReadString(flow.Fingerprint);
    }

    private static void WriteAddress(ref AvroWriter writer, Address address, FlowDirection direction)
    {
        Span<char> text = stackalloc char[AddressText.Longest + 1];
        writer.WriteString(text[..AddressText.Format(address, direction == FlowDirection.Link, text)]);
    }

    private static Address ReadAddress(ref AvroReader reader, FlowDirection direction)
    {
        if (!AddressText.TryParse(reader.ReadBytes(), direction == FlowDirection.Link, out var address))
        {
            reader.Fail("an address does not parse");
        }

        return address;
    }
}
