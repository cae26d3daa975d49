namespace Stray.Detection.Scoring.Storage;

/// <summary>Each kind of detector by its number. A new kind gets the next number; old ones keep theirs for ever.</summary>
internal static class DetectorFields
{
    private const byte Clusters = 1;
    private const byte Tail = 2;
    private const byte Subspace = 3;
    private const byte Isolation = 4;

    public static void Write(FieldWriter to, IDetector detector)
    {
        switch (detector)
        {
            case ClusterDetector clusters:
                to.Byte(Clusters);
                WriteClusters(to, clusters);
                break;
            case TailDetector:
                to.Byte(Tail);
                break;
            case SubspaceDetector subspace:
                to.Byte(Subspace);
                to.Values<float>(subspace.Mean);
                to.Values<float>(subspace.Vectors);
                to.Values<float>(subspace.Variances);
                break;
            case IsolationForest forest:
                to.Byte(Isolation);
                WriteForest(to, forest);
                break;
            default:
                throw new NotSupportedException(detector.GetType().Name);
        }
    }

    /// <summary>Null once the reader has failed.</summary>
    public static IDetector Read(FieldReader from, Preparation preparation)
    {
        var kind = from.Byte();
        switch (kind)
        {
            case Clusters: return ReadClusters(from, preparation.Width)!;
            case Tail: return new TailDetector(preparation);
            case Subspace: return ReadSubspace(from, preparation.Width)!;
            case Isolation: return ReadForest(from, preparation.Width)!;
            default:
                from.Refuse($"a detector of kind {kind}");
                return null!;
        }
    }

    private static void WriteClusters(FieldWriter to, ClusterDetector clusters)
    {
        to.Byte((byte)clusters.View);
        to.Values<float>(clusters.Centres);
        to.Values<float>(clusters.Shapes.Factors);
        to.Values<int>(clusters.Shapes.FactorOf);
        to.Values<float>(clusters.Shapes.Offsets);
        to.Values<float>(clusters.Exemplars);
        to.Values<int>(clusters.ExemplarEnds);
    }

    private static ClusterDetector? ReadClusters(FieldReader from, int width)
    {
        var view = (FeatureView)from.Byte();
        var centres = from.Floats();
        var shapes = new ClusterShapes(width, from.Floats(), from.Int32s(), from.Floats());
        var (exemplars, ends) = (from.Floats(), from.Int32s());
        var clusters = centres.Length / width;
        var factors = shapes.Factors.Length / shapes.TriangleLength;
        var sound = view is FeatureView.Values or FeatureView.Ranks && clusters > 0 && centres.Length == clusters * width
            && shapes.FactorOf.Length == clusters && shapes.Offsets.Length == clusters
            && Array.TrueForAll(shapes.FactorOf, f => f >= 0 && f < factors)
            && (ends.Length == 0 || ends.Length == clusters) && AreEnds(ends, exemplars.Length / width);
        if (!sound) from.Refuse("a cluster detector");
        return sound ? new(view, centres, shapes, exemplars, ends) : null;
    }

    private static bool AreEnds(int[] ends, int rows)
    {
        var last = 0;
        foreach (var end in ends)
        {
            if (end < last || end > rows) return false;
            last = end;
        }

        return true;
    }

    private static SubspaceDetector? ReadSubspace(FieldReader from, int width)
    {
        var subspace = new SubspaceDetector(from.Floats(), from.Floats(), from.Floats());
        var sound = subspace.Mean.Length == width && subspace.Vectors.Length == (long)width * subspace.Variances.Length
            && Array.TrueForAll(subspace.Variances, v => v > 0);
        if (!sound) from.Refuse("a subspace");
        return sound ? subspace : null;
    }

    private static void WriteForest(FieldWriter to, IsolationForest forest)
    {
        to.Double(forest.ExpectedPath);
        to.Values<int>(forest.Roots);
        to.Values<int>(Array.ConvertAll(forest.Nodes, n => n.Feature));
        to.Values<float>(Array.ConvertAll(forest.Nodes, n => n.Value));
        to.Values<int>(Array.ConvertAll(forest.Nodes, n => n.Left));
        to.Values<int>(Array.ConvertAll(forest.Nodes, n => n.Right));
    }

    /// <summary>Children must come after their parent: a loop in the tree would hang the scorer.</summary>
    private static IsolationForest? ReadForest(FieldReader from, int width)
    {
        var expected = from.Double();
        var roots = from.Int32s();
        var (feature, value, left, right) = (from.Int32s(), from.Floats(), from.Int32s(), from.Int32s());
        var count = feature.Length;
        var sound = expected > 0 && roots.Length > 0 && value.Length == count && left.Length == count && right.Length == count
            && Array.TrueForAll(roots, r => r >= 0 && r < count);
        for (var i = 0; sound && i < count; i++)
        {
            sound = feature[i] < 0 || (feature[i] < width && left[i] > i && right[i] > i && left[i] < count && right[i] < count);
        }

        if (!sound) from.Refuse("an isolation forest");
        return sound
            ? new([.. Enumerable.Range(0, count).Select(i => new IsolationNode(feature[i], value[i], left[i], right[i]))], roots, expected)
            : null;
    }
}
