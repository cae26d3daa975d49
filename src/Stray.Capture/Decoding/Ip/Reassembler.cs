using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>Judges IP fragments one by one and against their train, and hands on the datagrams they complete.</summary>
internal sealed class Reassembler(DecodingReport report, DecoderLimits limits)
{
    /// <summary>
    /// RFC 791 s3.2 has every link carry 68 bytes; a non-final fragment below this is made by hand (RFC 1858 s3).
    /// </summary>
    private const int SmallestFragment = 64;

    private readonly FragmentTrains _trains = new(report.Counters.Reassembly, limits);

    /// <summary>Trains given up since the last clearing.</summary>
    public ReadOnlySpan<DetachedFinding> Detached => _trains.Detached;

    private FragmentCounters Counters => report.Counters.Reassembly;

    public void ClearDetached() => _trains.ClearDetached();

    public void ExpireAll() => _trains.ExpireAll();

    /// <summary>
    /// True when this fragment completed its datagram: packet and cursor then stand at the start of its payload.
    /// </summary>
    public bool Add(in Fragment fragment, ref Packet packet, ref Cursor cursor)
    {
        Counters.Fragments++;
        packet.Fragment = true;
        packet.PayloadOffset = packet.TransportOffset = cursor.Offset;
        packet.TransportWireLength = packet.PayloadWireLength = cursor.OnWire;
        packet.PayloadLength = Math.Max(0, cursor.Captured);
        _trains.Expire(packet.Time);
        if (!Judge(fragment, packet, cursor) || !Keep(fragment, packet, cursor, out var index))
        {
            Ports(fragment, ref packet, cursor);
            return false;
        }

        if (!_trains[index].IsComplete)
        {
            Ports(fragment, ref packet, cursor);
            return false;
        }

        Complete(index, ref packet, ref cursor);
        return true;
    }

    /// <summary>What can be said of one fragment alone; false when it cannot be part of any datagram.</summary>
    private bool Judge(in Fragment fragment, scoped in Packet packet, scoped in Cursor cursor)
    {
        var length = cursor.OnWire;
        if (fragment.More && length % 8 != 0)
        {
            report.Add(FindingName.IpFragmentLengthInvalid, packet, fragment.FieldOffset, 2,
                new FindingDetail("{0} bytes in a fragment that is not the last", length));
        }

        if (fragment.More && length < SmallestFragment)
        {
            report.Add(FindingName.IpFragmentTiny, packet, cursor.Offset, Math.Max(0, cursor.Captured),
                new FindingDetail("{0} bytes in a fragment that is not the last", length));
        }

        var header = fragment.Key.Version == 4 ? fragment.HeaderLength : 0;
        if (fragment.Offset + length + header > FragmentTrain.LargestPayload)
        {
            report.Add(FindingName.IpFragmentOversize, packet, fragment.FieldOffset, 2,
                new FindingDetail("the fragment ends at {0}, beyond the largest datagram", fragment.Offset + length + header));
            Counters.Refused++;
            return false;
        }

        if (cursor.Whole)
        {
            return true;
        }

        Counters.Refused++;
        report.Add(FindingName.IpFragmentIncomplete, packet, cursor.Offset, Math.Max(0, cursor.Captured),
            "the capture holds only part of the fragment");
        return false;
    }

    private bool Keep(in Fragment fragment, scoped in Packet packet, scoped in Cursor cursor, out int index)
    {
        index = _trains.Find(fragment.Key);
        if (index < 0)
        {
            index = _trains.Open(fragment, packet);
        }
        else if (!Agrees(fragment, _trains[index], packet))
        {
            return false;
        }

        var train = _trains[index];
        train.Count(packet.WireLength);
        var length = cursor.OnWire;
        train.Odd |= fragment.More && (length % 8 != 0 || length < SmallestFragment);
        if (!fragment.More && !train.EndsAt(fragment.Offset + length))
        {
            report.Add(FindingName.IpFragmentInconsistent, packet, fragment.FieldOffset, 2,
                new FindingDetail("another last fragment: the datagram would end at {0}", fragment.Offset + length));
        }

        _trains.Touch(index);
        return _trains.Reserve(index, fragment.Offset + length) && Store(fragment, train, packet, cursor);
    }

    private bool Agrees(in Fragment fragment, FragmentTrain train, scoped in Packet packet)
    {
        if (fragment.Key.Version == 6 || train.Protocol == fragment.Protocol)
        {
            return true; // RFC 8200 s4.5: only the first fragment's next header counts
        }

        report.Add(FindingName.IpFragmentInconsistent, packet, fragment.HeaderOffset + 9, 1,
            new FindingDetail("protocol {0} in a datagram of protocol {1}", fragment.Protocol, train.Protocol));
        return false;
    }

    private bool Store(in Fragment fragment, FragmentTrain train, scoped in Packet packet, scoped in Cursor cursor)
    {
        var payload = packet.Bytes.Slice(cursor.Offset, cursor.OnWire);
        if (!train.TryAdd(fragment.Offset, payload, out var meeting))
        {
            Counters.Refused++;
            return false;
        }

        Report(meeting, train, packet, cursor);
        if (fragment.Offset == 0)
        {
            train.KeepHeader(packet.Bytes.Slice(fragment.HeaderOffset, fragment.HeaderLength), fragment.Protocol);
        }

        return true;
    }

    private void Report(Meeting meeting, FragmentTrain train, scoped in Packet packet, scoped in Cursor cursor)
    {
        // An exact repetition is what a mirror port or a retransmitting link makes; only an already odd train gets no such
        // benefit.
        if (meeting == Meeting.None || (meeting == Meeting.Repeated && !train.Odd))
        {
            return;
        }

        report.Add(FindingName.IpFragmentOverlap, packet, cursor.Offset, cursor.OnWire,
            "the fragment covers bytes that came before");
        if (meeting == Meeting.Different)
        {
            report.Add(FindingName.IpFragmentInconsistent, packet, cursor.Offset, cursor.OnWire,
                "overlapping fragments differ in their bytes");
        }
    }

    /// <summary>A first fragment's ports say whose it is; its transport header is judged when the datagram is whole.</summary>
    private static void Ports(in Fragment fragment, ref Packet packet, scoped in Cursor cursor)
    {
        if (fragment.Offset == 0 && cursor.Captured >= 8 && fragment.Protocol is 6 or 17 or 132)
        {
            packet.SourcePort = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[cursor.Offset..]);
            packet.DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(packet.Bytes[(cursor.Offset + 2)..]);
        }
    }

    private void Complete(int index, ref Packet packet, ref Cursor cursor)
    {
        var train = _trains[index];
        train.Seal();
        packet.Protocol = train.Protocol;
        packet.Bytes = train.Datagram();
        packet.Reassembled = true;
        packet.EarlierFragments = train.Frames - 1;
        packet.EarlierFragmentBytes = train.FrameBytes - packet.WireLength;
        packet.Fragment = false;
        packet.IpOffset = 0;
        cursor.Offset = train.HeaderLength;
        cursor.End = cursor.WireEnd = packet.Bytes.Length;
        Counters.Completed++;
        _trains.Close(index); // its buffer stays untouched until the next frame's fragments are added
    }
}
