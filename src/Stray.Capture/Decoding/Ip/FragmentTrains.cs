using Stray.Contracts.Findings;

namespace Stray.Capture.Decoding.Ip;

/// <summary>
/// The trains under reassembly: a hash table and a least-recently-used list over one array, and the byte budget of their
/// buffers. When either is full the train that was touched longest ago goes, counted, so a flood of never-finished fragments
/// costs neither memory nor the analysis of younger datagrams.
/// </summary>
internal sealed class FragmentTrains
{
    private const int None = -1;

    private readonly FragmentCounters _counters;
    private readonly DecoderLimits _limits;
    private readonly FragmentTrain[] _trains;
    private readonly int[] _heads;
    private readonly DetachedFinding[] _detached = new DetachedFinding[64];
    private int _detachedCount;
    private int _used;
    private int _free = None;
    private int _oldest = None;
    private int _newest = None;

    public FragmentTrains(FragmentCounters counters, DecoderLimits limits)
    {
        _counters = counters;
        _limits = limits;
        _trains = new FragmentTrain[limits.FragmentTrains];
        _heads = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)limits.FragmentTrains)];
        _heads.AsSpan().Fill(None);
    }

    /// <summary>Trains given up since the last clearing; more than 64 at once are only counted.</summary>
    public ReadOnlySpan<DetachedFinding> Detached => _detached.AsSpan(0, _detachedCount);

    public FragmentTrain this[int index] => _trains[index];

    public void ClearDetached() => _detachedCount = 0;

    public void ExpireAll()
    {
        while (_oldest != None)
        {
            _counters.Expired++;
            Abandon(_oldest);
        }
    }

    public void Expire(long now)
    {
        while (_oldest != None && now - _trains[_oldest].Started > _limits.FragmentTimeoutNanoseconds)
        {
            _counters.Expired++;
            Abandon(_oldest);
        }
    }

    private void Abandon(int index)
    {
        var train = _trains[index];
        if (_detachedCount < _detached.Length)
        {
            var finding = new FlowFinding(FindingName.IpFragmentIncomplete, train.Frame, -1, 0, train.Started, 1,
                "fragments never made a whole datagram");
            _detached[_detachedCount++] = new DetachedFinding(finding, train.Key.Source, train.Key.Destination, train.Protocol);
        }

        Close(index);
    }

    /// <summary>The datagram's train, or -1.</summary>
    public int Find(in FragmentKey key)
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

    public int Open(in Fragment fragment, scoped in Packet packet)
    {
        if (_free == None && _used == _trains.Length)
        {
            _counters.Evicted++;
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

    /// <summary>
    /// Room for the train up to this payload length, at the cost of the oldest trains; false when that is not enough.
    /// </summary>
    public bool Reserve(int index, int payload)
    {
        var train = _trains[index];
        var wanted = FragmentTrain.BufferFor(payload);
        if (train.BytesHeld >= wanted)
        {
            return true;
        }

        while (_counters.BytesHeld - train.BytesHeld + wanted > _limits.FragmentBytes)
        {
            if (!GiveUpBuffer(index))
            {
                _counters.Refused++;
                return false;
            }
        }

        _counters.BytesHeld += wanted - train.BytesHeld;
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
        _counters.Evicted++;
        Abandon(victim);
        ReleaseBuffer(victim);
        return true;
    }

    private void ReleaseBuffer(int index)
    {
        _counters.BytesHeld -= _trains[index].BytesHeld;
        _trains[index].Release();
    }

    public void Close(int index)
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

    public void Touch(int index)
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
