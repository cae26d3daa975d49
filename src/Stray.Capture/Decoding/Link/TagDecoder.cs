using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Link;

/// <summary>
/// Tags between the Ethernet addresses and the payload: VLAN, VNTag, E-tag, provider backbone and unencrypted MACsec.
/// </summary>
internal sealed class TagDecoder(DecodingReport report)
{
    private const int VlanTags = 2;

    public Layer Vlan(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 4)
        {
            return TooShort(packet, cursor, 4, "{0} bytes cannot hold the VLAN tag of {1}");
        }

        var tag = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
        packet.VlanDepth++;
        packet.VlanId = packet.VlanDepth == 1 ? (ushort)(tag & 0xFFF) : packet.VlanId;
        if (packet.VlanDepth == VlanTags + 1)
        {
            report.Add(FindingName.VlanTagStackTooDeep, packet, cursor.Offset - 2, 4, "a third VLAN tag");
        }

        return Untag(ref packet, ref cursor, 4);
    }

    /// <summary>Cisco VNTag, 4 bytes and the EtherType.</summary>
    public Layer VnTag(ref Packet packet, ref Cursor cursor) => cursor.Captured < 6
        ? TooShort(packet, cursor, 6, "{0} bytes cannot hold the VNTag of {1}")
        : Untag(ref packet, ref cursor, 6);

    /// <summary>IEEE 802.1BR E-tag, 6 bytes and the EtherType.</summary>
    public Layer ETag(ref Packet packet, ref Cursor cursor) => cursor.Captured < 8
        ? TooShort(packet, cursor, 8, "{0} bytes cannot hold the E-tag of {1}")
        : Untag(ref packet, ref cursor, 8);

    /// <summary>IEEE 802.1ah: a 4-byte service tag in front of the customer's whole Ethernet frame.</summary>
    public Layer ProviderBackbone(ref Packet packet, ref Cursor cursor)
    {
        if (cursor.Captured < 4 + EthernetDecoder.Header)
        {
            return TooShort(packet, cursor, 4 + EthernetDecoder.Header,
                "{0} bytes cannot hold the I-tag and customer frame header of {1}");
        }

        cursor.Skip(4);
        return Layer.Ethernet;
    }

    /// <summary>IEEE 802.1AE: the payload can be read when only integrity is protected (neither E nor C set).</summary>
    public Layer MacSec(ref Packet packet, ref Cursor cursor)
    {
        const int Encrypted = 0x08, Changed = 0x04, Channel = 0x20, IntegrityValue = 16;
        if (cursor.Captured < 6)
        {
            return TooShort(packet, cursor, 6, "{0} bytes cannot hold the security tag of {1}");
        }

        var control = packet.Bytes[cursor.Offset];
        var length = 6 + ((control & Channel) != 0 ? 8 : 0) + 2;
        if ((control & (Encrypted | Changed)) != 0 || cursor.Captured < length)
        {
            return Layer.Done;
        }

        cursor.WireEnd -= IntegrityValue;
        cursor.End = Math.Min(cursor.End, cursor.WireEnd);
        return cursor.Captured < length ? Layer.Done : Untag(ref packet, ref cursor, length);
    }

    /// <summary>An EtherType that nobody decodes further: known to the registry or a finding.</summary>
    public Layer Unknown(ref Packet packet, ref Cursor cursor)
    {
        report.Counters.CountEtherType(cursor.Type);
        if (EtherTypes.IsRegistered(cursor.Type))
        {
            return Layer.Done;
        }

        report.Add(FindingName.EthertypeUnknown, packet, cursor.Offset - 2, 2,
            new FindingDetail("EtherType {0} is not registered", cursor.Type));
        if (packet.VlanDepth > 0)
        {
            report.Add(FindingName.L2EncapHeaderMalformed, packet, cursor.Offset - 2, 2,
                new FindingDetail("VLAN tag in front of EtherType {0}, which is not registered", cursor.Type));
        }

        return Layer.Done;
    }

    private static Layer Untag(ref Packet packet, ref Cursor cursor, int length)
    {
        cursor.Skip(length);
        packet.EtherType = cursor.Type = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset - 2)..]);
        return EtherTypes.LayerOf(cursor.Type);
    }

    private Layer TooShort(scoped in Packet packet, scoped in Cursor cursor, int needed, string what) =>
        report.TooShort(FindingName.L2EncapHeaderMalformed, packet, cursor, needed, what);
}
