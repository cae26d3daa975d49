using System.Numerics.Tensors;

namespace Stray.Detection.Scoring;

/// <summary>
/// Distance to the nearest baseline row and density under the nearest clusters, both found through the same k-means
/// centres. The exemplars of the three nearest clusters stand for all rows: within .001 AUC of a full nearest-neighbour
/// search on every set measured, at a twentieth of its time.
/// </summary>
public sealed class ClusterDetector : IDetector
{
    private const int Near = 3;

    public ClusterDetector(FeatureView view, float[] centres, ClusterShapes shapes, float[] exemplars, int[] exemplarEnds)
    {
        (View, Centres, Shapes, Exemplars, ExemplarEnds) = (view, centres, shapes, exemplars, exemplarEnds);
        Clusters = centres.Length / shapes.Dimensions;
        var name = view == FeatureView.Values ? "values" : "ranks";
        Outputs = MeasuresDistance ? [$"{name}.distance", $"{name}.density"] : [$"{name}.coarse_density"];
    }

    public IReadOnlyList<string> Outputs { get; }

    public FeatureView View { get; }

    public int Clusters { get; }

    internal float[] Centres { get; }

    internal ClusterShapes Shapes { get; }

    internal float[] Exemplars { get; }

    /// <summary>Cluster → end of its exemplars (in rows); empty when only density is wanted.</summary>
    internal int[] ExemplarEnds { get; }

    private bool MeasuresDistance => ExemplarEnds.Length > 0;

    public void Score(scoped in PreparedRow row, Span<double> scores)
    {
        var x = row.In(View);
        Span<int> near = stackalloc int[Near];
        var found = FindNearest(x, near);
        var at = 0;
        if (MeasuresDistance) scores[at++] = ExemplarDistance(x, near[..found]);
        scores[at] = Density(x, near[..found]);
    }

    /// <summary>Row of the nearest centre; the explanation compares with it.</summary>
    internal ReadOnlySpan<float> NearestCentre(scoped ReadOnlySpan<float> x)
    {
        Span<int> near = stackalloc int[Near];
        FindNearest(x, near);
        return Centre(near[0]);
    }

    private ReadOnlySpan<float> Centre(int cluster) => Centres.AsSpan(cluster * Shapes.Dimensions, Shapes.Dimensions);

    /// <summary>Indices of up to three nearest centres, nearest first.</summary>
    private int FindNearest(ReadOnlySpan<float> x, Span<int> near)
    {
        Span<float> distances = [float.MaxValue, float.MaxValue, float.MaxValue];
        for (var c = 0; c < Clusters; c++)
        {
            var d = Vectors.SquaredDistance(x, Centre(c));
            if (!(d < distances[Near - 1])) continue;
            var at = Near - 1;
            for (; at > 0 && d < distances[at - 1]; at--)
            {
                distances[at] = distances[at - 1];
                near[at] = near[at - 1];
            }

            distances[at] = d;
            near[at] = c;
        }

        return Math.Min(Near, Clusters);
    }

    private double ExemplarDistance(ReadOnlySpan<float> x, ReadOnlySpan<int> near)
    {
        var best = float.MaxValue;
        foreach (var c in near)
        {
            for (var e = c == 0 ? 0 : ExemplarEnds[c - 1]; e < ExemplarEnds[c]; e++)
            {
                best = Math.Min(best, Vectors.SquaredDistance(x, Exemplars.AsSpan(e * x.Length, x.Length)));
            }
        }

        return Math.Sqrt(best);
    }

    private double Density(ReadOnlySpan<float> x, ReadOnlySpan<int> near)
    {
        Span<float> difference = stackalloc float[x.Length];
        var best = float.MaxValue;
        foreach (var c in near)
        {
            TensorPrimitives.Subtract(x, Centre(c), difference);
            best = Math.Min(best, Shapes.Strangeness(c, difference, best));
        }

        return best;
    }
}
