namespace Stray.Training.Evaluation;

/// <summary>Hides attacks in the baseline: what an intruder who was there first, or a careless operator, would do.</summary>
public static class Poison
{
    /// <summary>Moves a share of the labelled test attacks into the train rows as benign, evenly spread over their time.</summary>
    public static IReadOnlyList<EvaluationRow> Apply(IReadOnlyList<EvaluationRow> rows, double share, int seed)
    {
        var attacks = rows.Where(r => !r.Train && r.Label == 1).ToArray();
        new Random(seed).Shuffle(attacks);
        var hidden = attacks[..(int)Math.Round(attacks.Length * Math.Clamp(share, 0, 1))];
        var moved = hidden.ToHashSet(ReferenceEqualityComparer.Instance);
        var train = rows.Where(r => r.Train).ToArray();
        var result = new List<EvaluationRow>(rows.Count);
        var next = 0;
        for (var i = 0; i < train.Length; i++)
        {
            result.Add(train[i]);
            for (; next < (long)(i + 1) * hidden.Length / train.Length; next++)
            {
                result.Add(hidden[next] with { Train = true, Label = 0, Time = train[i].Time });
            }
        }

        result.AddRange(rows.Where(r => !r.Train && !moved.Contains(r)));
        return result;
    }
}
