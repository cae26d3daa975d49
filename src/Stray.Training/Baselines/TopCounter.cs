namespace Stray.Training.Baselines;

/// <summary>The most frequent of any number of texts in bounded memory (Space-Saving, Metwally et al. 2005).</summary>
public sealed class TopCounter(int capacity)
{
    private readonly Dictionary<string, long> _counts = [];

    public void Add(string text)
    {
        if (_counts.TryGetValue(text, out var count))
        {
            _counts[text] = count + 1;
        }
        else if (_counts.Count < capacity)
        {
            _counts[text] = 1;
        }
        else
        {
            var rarest = _counts.MinBy(c => c.Value);
            _counts.Remove(rarest.Key);
            _counts[text] = rarest.Value + 1;
        }
    }

    /// <summary>Most frequent first; counts are upper bounds once more texts came than fit.</summary>
    public IReadOnlyList<(string Text, long Count)> Top(int most) =>
        [.. _counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(most).Select(c => (c.Key, c.Value))];
}
