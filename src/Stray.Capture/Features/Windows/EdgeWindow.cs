using Stray.Contracts.Flows;

namespace Stray.Capture.Features.Windows;

/// <summary>One edge: its last flows in order of their start, and sums over the last hour.</summary>
internal struct EdgeWindow : IWindow
{
    /// <summary>Flows kept, 16 bytes each.</summary>
    public const int Depth = 32;

    public static readonly TallyShape Shape = new(Width: 60, Limit: 75); // 1 h and 15 min of disorder

    public Address Source;
    public Address Destination;
    public byte Protocol;
    public ushort Port;
    public long First;
    public long Last;
    public long Flows;

    /// <summary>Sum of <see cref="Times"/>' score over all flows: its mean says how long the regularity lasted.</summary>
    public double ScoreSum;
    public Regularity Times;
    public Regularity Sizes;
    public Tally Hour;

    private Sample[]? _samples;
    private int _count;

    public void Clear()
    {
        Flows = 0;
        ScoreSum = 0;
        _count = 0;
        Hour.Clear();
    }

    /// <summary>Takes a flow in and brings the regularities up to date.</summary>
    public void Add(long start, double bytes)
    {
        First = Flows == 0 ? start : Math.Min(First, start);
        Last = Flows == 0 ? start : Math.Max(Last, start);
        Flows++;
        Insert(new Sample(start, bytes));
        if (Flows < 8 || Flows % 4 == 0)
        {
            Measure(); // with many flows one more hardly changes anything, so every fourth will do
        }

        ScoreSum += Times.Score;
    }

    private void Insert(Sample sample)
    {
        if (_count == Depth)
        {
            if (sample.Start < _samples![0].Start)
            {
                return;
            }

            _samples.AsSpan(1).CopyTo(_samples);
            _count--;
        }

        Reserve();
        var place = _count++;
        while (place > 0 && _samples![place - 1].Start > sample.Start)
        {
            _samples[place] = _samples[place - 1];
            place--;
        }

        _samples![place] = sample;
    }

    private void Reserve()
    {
        if (_samples is null)
        {
            _samples = new Sample[2];
        }
        else if (_count == _samples.Length)
        {
            Array.Resize(ref _samples, Math.Min(Depth, _count * 2));
        }
    }

    private void Measure()
    {
        Span<double> values = stackalloc double[Depth];
        for (var i = 1; i < _count; i++)
        {
            values[i - 1] = EventTime.Since(_samples![i - 1].Start, _samples[i].Start);
        }

        Times = Regularity.Of(values[..(_count - 1)], foldMissed: true);
        for (var i = 0; i < _count; i++)
        {
            values[i] = _samples![i].Bytes;
        }

        Sizes = Regularity.Of(values[.._count], foldMissed: false);
    }

    private readonly record struct Sample(long Start, double Bytes);
}
