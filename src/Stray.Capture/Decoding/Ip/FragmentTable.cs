using System.Buffers.Binary;
using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>
/// Reassembles IP datagrams within fixed bounds: so many trains, so many bytes, so many gaps, so much packet time. When full
/// the train that was touched longest ago goes, counted, so a flood of never-finished fragments costs neither memory nor
/// the analysis of younger datagrams.
/// </summary>
internal sealed class FragmentTable
{
    private const int None = -1;

    /// <summary>RFC 791 s3.2 has every link carry 68 bytes; a non-final fragment below this is made by hand (RFC 1858 s3).</summary>
    private const int SmallestFragment = 64;

    private readonly DecodingReport _report;
    private readonly DecoderLimits _limits;
    private readonly FragmentTrain[] _trains;
    private readonly int[] _heads;
    private readonly DetachedFinding[] _detached = new DetachedFinding[64];
    private int _detachedCount;
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    public FragmentTable(DecodingReport report, DecoderLimits limits)
    {
        _report = report;
        _limits = limits;
        _trains = new FragmentTrain[limits.FragmentTrains];
        _heads = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)limits.FragmentTrains)];
        _heads.AsSpan().Fill(None);
    }

    private FragmentCounters Counters => _report.Counters.Reassembly;

    /// <summary>Trains given up since the last clearing; more than 64 at once are only counted.</summary>
    public ReadOnlySpan<DetachedFinding> Detached => _detached.AsSpan(0, _detachedCount);

    public void ClearDetached() => _detachedCount = 0;

    public void ExpireAll()
    {
        while (_oldest != None)
        {
            Counters.Expired++;
            Abandon(_oldest);
        }
    }

    /// <summary>True when this fragment completed its datagram: packet and cursor then stand at the start of its payload.</summary>
    public bool Add(in Fragment fragment, ref Packet packet, ref Cursor cursor)
    {
        Counters.Fragments++;
        packet.Fragment = true;
        packet.PayloadOffset = packet.TransportOffset = cursor.Offset;
        packet.TransportWireLength = packet.PayloadWireLength = cursor.OnWire;
        packet.PayloadLength = Math.Max(0, cursor.Captured);
        Expire(packet.Time);
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
            _report.Add(FindingName.IpFragmentLengthInvalid, packet, fragment.FieldOffset, 2,
                new FindingDetail("{0} bytes in a fragment that is not the last", length));
        }

        if (fragment.More && length < SmallestFragment)
        {
            _report.Add(FindingName.IpFragmentTiny, packet, cursor.Offset, Math.Max(0, cursor.Captured),
                new FindingDetail("{0} bytes in a fragment that is not the last", length));
        }

        var header = fragment.Key.Version == 4 ? fragment.HeaderLength : 0;
        if (fragment.Offset + length + header > FragmentTrain.LargestPayload)
        {
            _report.Add(FindingName.IpFragmentOversize, packet, fragment.FieldOffset, 2,
                new FindingDetail("the fragment ends at {0}, beyond the largest datagram", fragment.Offset + length + header));
            Counters.Refused++;
            return false;
        }

        if (cursor.Whole)
        {
            return true;
        }

        Counters.Refused++;
        _report.Add(FindingName.IpFragmentIncomplete, packet, cursor.Offset, Math.Max(0, cursor.Captured), "the capture holds only part of the fragment");
        return false;
    }

    private bool Keep(in Fragment fragment, scoped in Packet packet, scoped in Cursor cursor, out int index)
    {
        index = Find(fragment.Key);
        if (index == None)
        {
            index = Open(fragment, packet);
        }
        else if (!Agrees(fragment, _trains[index], packet))
        {
            return false;
        }

        var train = _trains[index];
        var length = cursor.OnWire;
        train.Odd |= fragment.More && (length % 8 != 0 || length < SmallestFragment);
        if (!fragment.More && !train.EndsAt(fragment.Offset + length))
        {
            _report.Add(FindingName.IpFragmentInconsistent, packet, fragment.FieldOffset, 2,
                new FindingDetail("another last fragment: the datagram would end at {0}", fragment.Offset + length));
        }

        Touch(index);
        return Reserve(index, fragment.Offset + length) && Store(fragment, train, packet, cursor);
    }

    private bool Agrees(in Fragment fragment, FragmentTrain train, scoped in Packet packet)
    {
        if (fragment.Key.Version == 6 || train.Protocol == fragment.Protocol)
        {
            return true; // RFC 8200 s4.5: only the first fragment's next header counts
        }

        _report.Add(FindingName.IpFragmentInconsistent, packet, fragment.HeaderOffset + 9, 1,
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
        // An exact repetition is what a mirror port or a retransmitting link makes; only an already odd train gets no such benefit.
        if (meeting == Meeting.None || (meeting == Meeting.Repeated && !train.Odd))
        {
            return;
        }

        _report.Add(FindingName.IpFragmentOverlap, packet, cursor.Offset, cursor.OnWire, "the fragment covers bytes that came before");
        if (meeting == Meeting.Different)
        {
            _report.Add(FindingName.IpFragmentInconsistent, packet, cursor.Offset, cursor.OnWire, "overlapping fragments differ in their bytes");
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
        packet.Fragment = false;
        packet.IpOffset = 0;
        cursor.Offset = train.HeaderLength;
        cursor.End = cursor.WireEnd = packet.Bytes.Length;
        Counters.Completed++;
        Close(index); // its buffer stays untouched until the next frame's fragments are added
    }

    private void Expire(long now)
    {
        while (_oldest != None && now - _trains[_oldest].Started > _limits.FragmentTimeoutNanoseconds)
        {
            Counters.Expired++;
            Abandon(_oldest);
        }
    }

    private void Abandon(int index)
    {
        var train = _trains[index];
        if (_detachedCount < _detached.Length)
        {
            var finding = new FlowFinding(FindingName.IpFragmentIncomplete, train.Frame, -1, 0, train.Started, 1, "fragments never made a whole datagram");
            _detached[_detachedCount++] = new DetachedFinding(finding, train.Key.Source, train.Key.Destination, train.Protocol);
        }

        Close(index);
    }

    private int Find(in FragmentKey key)
    {
        for (var i = _heads[key.Hash() & (_heads.Length - 1)]; i != None; i = _trains[i].NextInChain)
        {
            if (_trains[i].Key == key)
            {
                return i;
            }
        }

        return None;
    }

    private int Open(in Fragment fragment, scoped in Packet packet)
    {
        if (_free == None && _used == _trains.Length)
        {
            Counters.Evicted++;
            Abandon(_oldest);
        }

        var index = _free;
        if (index != None)
        {
            _free = _trains[index].NextInChain;
        }
        else
        {
            index = _used++;
            _trains[index] = new FragmentTrain();
        }

        var train = _trains[index];
        train.Start(fragment, packet.Time, packet.Frame);
        ref var head = ref _heads[fragment.Key.Hash() & (_heads.Length - 1)];
        train.NextInChain = head;
        head = index;
        Append(index);
        return index;
    }

    /// <summary>Room for the train up to this payload length, at the cost of the oldest trains; false when that is not enough.</summary>
    private bool Reserve(int index, int payload)
    {
        var train = _trains[index];
        var wanted = FragmentTrain.BufferFor(payload);
        if (train.BytesHeld >= wanted)
        {
            return true;
        }

        while (Counters.BytesHeld - train.BytesHeld + wanted > _limits.FragmentBytes)
        {
            if (!GiveUpBuffer(index))
            {
                Counters.Refused++;
                return false;
            }
        }

        Counters.BytesHeld += wanted - train.BytesHeld;
        train.Grow(wanted);
        return true;
    }

    /// <summary>Frees one idle train's buffer or evicts the oldest other train.</summary>
    private bool GiveUpBuffer(int index)
    {
        // Buffers of closed trains lie at the front of the free list; deeper down only when nothing else is left to give.
        var everything = _oldest == None || _oldest == index;
        var looks = everything ? int.MaxValue : 8;
        for (var i = _free; i != None && looks-- > 0; i = _trains[i].NextInChain)
        {
            if (_trains[i].BytesHeld > 0)
            {
                ReleaseBuffer(i);
                return true;
            }
        }

        if (everything)
        {
            return false;
        }

        var victim = _oldest;
        Counters.Evicted++;
        Abandon(victim);
        ReleaseBuffer(victim);
        return true;
    }

    private void ReleaseBuffer(int index)
    {
        Counters.BytesHeld -= _trains[index].BytesHeld;
        _trains[index].Release();
    }

    private void Close(int index)
    {
        ref var link = ref _heads[_trains[index].Key.Hash() & (_heads.Length - 1)];
        if (link == index)
        {
            link = _trains[index].NextInChain;
        }
        else
        {
            var i = link;
            while (_trains[i].NextInChain != index)
            {
                i = _trains[i].NextInChain;
            }

            _trains[i].NextInChain = _trains[index].NextInChain;
        }

        Unlink(index);
        _trains[index].NextInChain = _free;
        _free = index;
    }

    private void Touch(int index)
    {
        Unlink(index);
        Append(index);
    }

    private void Append(int index)
    {
        _trains[index].Older = _newest;
        _trains[index].Newer = None;
        if (_newest != None)
        {
            _trains[_newest].Newer = index;
        }

        _newest = index;
        _oldest = _oldest == None ? index : _oldest;
    }

    private void Unlink(int index)
    {
        var train = _trains[index];
        if (train.Older != None)
        {
            _trains[train.Older].Newer = train.Newer;
        }
        else
        {
            _oldest = train.Newer;
        }

        if (train.Newer != None)
        {
            _trains[train.Newer].Older = train.Older;
        }
        else
        {
            _newest = train.Older;
        }
    }
}
