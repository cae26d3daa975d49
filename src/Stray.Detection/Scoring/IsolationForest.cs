namespace Stray.Detection.Scoring;

/// <summary>A node of an isolation tree; a leaf has <see cref="Feature"/> −1 and its path length in <see cref="Value"/>.</summary>
public readonly record struct IsolationNode(int Feature, float Value, int Left, int Right);

/// <summary>Isolation forest (Liu, Ting, Zhou 2008): rows that random cuts separate early are strange.</summary>
/// <param name="Roots">Index of each tree's root in <paramref name="Nodes"/>; children follow their parents.</param>
/// <param name="ExpectedPath">Mean path length c(ψ) for the sample size the trees were grown on.</param>
public sealed record IsolationForest(IsolationNode[] Nodes, int[] Roots, double ExpectedPath) : IDetector
{
    public IReadOnlyList<string> Outputs { get; } = ["isolation"];

    public void Score(scoped in PreparedRow row, Span<double> scores)
    {
        var path = 0.0;
        foreach (var root in Roots)
        {
            var node = Nodes[root];
            while (node.Feature >= 0)
            {
                node = Nodes[row.Values[node.Feature] < node.Value ? node.Left : node.Right];
            }

            path += node.Value;
        }

        scores[0] = Math.Pow(2, -path / Roots.Length / ExpectedPath);
    }
}
