namespace Stray.Capture.Features.Windows;

/// <summary>
/// Sums over sliding windows of event time, in buckets. Kept as a list of the buckets that have something, because most hosts
/// are seldom seen; a full list replaces its oldest bucket. Flows may come out of order as long as their bucket is still kept.
/// </summary>
internal struct Tally
{
    private Bucket[]? _buckets;
    private int _count;
    private int _recent; // where the last flow went: most flows follow it into the same bucket

    /// <summary>Counts a flow; false when it is older than every bucket kept.</summary>
    public bool Add(int second, in TallySums flow, TallyShape shape)
    {
        var number = Number(second, shape.Width);
        if (_recent < _count && _buckets![_recent].Number == number)
        {
            _buckets[_recent].Sums.Add(flow);
            return true;
        }

        for (var i = _count - 1; i >= 0; i--)
        {
            if (_buckets![i].Number == number)
            {
                _buckets[i].Sums.Add(flow);
                _recent = i;
                return true;
            }
        }

        var free = Free(number, shape.Limit);
        if (free < 0)
        {
            return false;
        }

        _recent = free;
        _buckets![free] = new Bucket { Number = number, Sums = flow };
        return true;
    }

    /// <summary>Sums of the last <paramref name="span"/> seconds up to and with the bucket of <paramref name="second"/>.</summary>
    public readonly TallySums Sum(int second, int span, TallyShape shape) => Sum(second, span, span, shape).Short;

    /// <summary>Sums of a short and a long span in one walk.</summary>
    public readonly (TallySums Short, TallySums Long) Sum(int second, int span, int longSpan, TallyShape shape)
    {
        var last = Number(second, shape.Width);
        var buckets = (uint)(span / shape.Width);
        var moreBuckets = (uint)(longSpan / shape.Width);
        var (sums, more) = (default(TallySums), default(TallySums));
        foreach (ref readonly var bucket in _buckets.AsSpan(0, _count))
        {
            var age = (uint)(last - bucket.Number); // of a later bucket: beyond every span
            if (age < moreBuckets)
            {
                (age < buckets ? ref sums : ref more).Add(bucket.Sums);
            }
        }

        more.Add(sums);
        return (sums, more);
    }

    public void Clear() => _count = 0;

    private int Free(int number, int limit)
    {
        if (_count < limit)
        {
            if (_buckets is null)
            {
                _buckets = new Bucket[2];
            }
            else if (_count == _buckets.Length)
            {
                Array.Resize(ref _buckets, Math.Min(limit, _count * 2));
            }

            return _count++;
        }

        var oldest = 0;
        for (var i = 1; i < _count; i++)
        {
            oldest = _buckets![i].Number < _buckets[oldest].Number ? i : oldest;
        }

        return _buckets![oldest].Number < number ? oldest : -1;
    }

    private static int Number(int second, int width) => second >= 0 ? second / width : ((second + 1) / width) - 1;

    private struct Bucket
    {
        public int Number;
        public TallySums Sums;
    }
}
