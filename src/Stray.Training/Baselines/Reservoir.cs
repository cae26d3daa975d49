namespace Stray.Training.Baselines;

/// <summary>A uniform sample of bounded size over a stream of any length (Vitter 1985, algorithm R), kept in arrival order.</summary>
public sealed class Reservoir(int capacity, int width, int seed)
{
    private readonly List<(long Arrival, float[] Row)> _kept = [];
    private readonly Random _random = new(seed);

    /// <summary>How many rows were offered.</summary>
    public long Offered { get; private set; }

    public int Kept => _kept.Count;

    public void Offer(ReadOnlySpan<float> row)
    {
        var arrival = Offered++;
        if (_kept.Count < capacity)
        {
            _kept.Add((arrival, row.ToArray()));
            return;
        }

        var slot = _random.NextInt64(Offered);
        if (slot >= capacity) return;
        var reused = _kept[(int)slot].Row;
        row.CopyTo(reused);
        _kept[(int)slot] = (arrival, reused);
    }

    /// <summary>Oldest first, as the time folds of the calibration need it.</summary>
    public FeatureMatrix ToMatrix() => FeatureMatrix.Of([.. _kept.OrderBy(k => k.Arrival).Select(k => k.Row)], width);
}
