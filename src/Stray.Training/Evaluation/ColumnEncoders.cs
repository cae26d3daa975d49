using System.Globalization;

namespace Stray.Training.Evaluation;

/// <summary>One column of text → one or more numeric features.</summary>
internal interface IColumnEncoder
{
    IEnumerable<string> Names { get; }

    IEnumerable<float> Encode(string[] row);
}

internal sealed record NumberColumn(string Name, int Index) : IColumnEncoder
{
    public IEnumerable<string> Names => [Name];

    public IEnumerable<float> Encode(string[] row)
    {
        yield return TryParse(row[Index], out var value) ? value : float.NaN;
    }

    /// <summary>An empty cell is "not observable".</summary>
    public static bool TryParse(string text, out float value)
    {
        value = float.NaN;
        return text.Length == 0 || float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            || TryParseInfinity(text, out value);
    }

    private static bool TryParseInfinity(string text, out float value)
    {
        value = text.StartsWith('-') ? float.NegativeInfinity : float.PositiveInfinity;
        return text.TrimStart('+', '-').ToUpperInvariant() is "INF" or "INFINITY";
    }
}

/// <summary>One flag per value frequent in the baseline, one for all rare and unknown ones, and how rare the value is.</summary>
internal sealed record CategoryColumn(string Name, int Index, string[] Values, Dictionary<string, float> Rarity, float Unseen)
    : IColumnEncoder
{
    private const int FewestRows = 5;
    private const int MostValues = 64;

    public IEnumerable<string> Names => [.. Values.Select(v => $"{Name}={v}"), $"{Name}=(rare)", $"{Name}.rarity"];

    public static CategoryColumn Learn(string name, int index, List<string[]> train)
    {
        var counts = train.CountBy(r => r[index]).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).ToArray();
        var rarity = counts.ToDictionary(c => c.Key, c => MathF.Log((train.Count + 1f) / (c.Value + 1f)));
        var frequent = counts.Where(c => c.Value >= FewestRows).Take(MostValues).Select(c => c.Key).ToArray();
        return new(name, index, frequent, rarity, MathF.Log(train.Count + 1f));
    }

    public IEnumerable<float> Encode(string[] row)
    {
        var value = row[Index];
        var known = false;
        foreach (var v in Values)
        {
            known |= v == value;
            yield return v == value ? 1 : 0;
        }

        yield return known ? 0 : 1;
        yield return Rarity.GetValueOrDefault(value, Unseen);
    }
}
