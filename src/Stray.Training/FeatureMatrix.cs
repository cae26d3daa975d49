namespace Stray.Training;

/// <summary>Baseline rows side by side, oldest first; NaN = not observable.</summary>
public sealed class FeatureMatrix
{
    private readonly float[] _values;

    /// <param name="values">Row after row; its length is a multiple of <paramref name="width"/>.</param>
    public FeatureMatrix(float[] values, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length % width != 0) throw new ArgumentException($"{values.Length} values, {width} columns", nameof(values));
        (_values, Width, Rows) = (values, width, values.Length / width);
    }

    public int Width { get; }

    public int Rows { get; }

    public static FeatureMatrix Of(IReadOnlyList<float[]> rows, int width)
    {
        var values = new float[rows.Count * width];
        for (var i = 0; i < rows.Count; i++) rows[i].AsSpan(0, width).CopyTo(values.AsSpan(i * width));
        return new(values, width);
    }

    public Span<float> Row(int i) => _values.AsSpan(i * Width, Width);

    public FeatureMatrix Select(IReadOnlyList<int> rows)
    {
        var values = new float[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++) Row(rows[i]).CopyTo(values.AsSpan(i * Width));
        return new(values, Width);
    }

    /// <summary>The observed (not NaN) values of one column.</summary>
    public float[] Observed(int column)
    {
        var found = new List<float>(Rows);
        for (var i = column; i < _values.Length; i += Width)
        {
            if (!float.IsNaN(_values[i])) found.Add(_values[i]);
        }

        return [.. found];
    }
}
