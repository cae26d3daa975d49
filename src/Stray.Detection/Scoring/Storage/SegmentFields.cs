namespace Stray.Detection.Scoring.Storage;

/// <summary>One segment: name, parent, columns, grids, detectors, scales, weights, calibration scores.</summary>
internal static class SegmentFields
{
    private const int ColumnNumbers = 6;

    public static void Write(FieldWriter to, SegmentModel segment)
    {
        to.Text(segment.Name);
        to.Int32(segment.Parent);
        foreach (var c in segment.Preparation.Columns)
        {
            to.Values<float>([c.LogUnit, c.Centre, c.InverseDeviation, c.Fill, c.Limit, c.RankCentre]);
        }

        foreach (var grid in segment.Preparation.Grids) WriteGrid(to, grid);
        to.Int32(segment.Ensemble.Detectors.Length);
        foreach (var detector in segment.Ensemble.Detectors) DetectorFields.Write(to, detector);
        foreach (var scale in segment.Ensemble.Scales)
        {
            WriteGrid(to, scale.Grid);
            to.Double(scale.Spread);
        }

        to.Values(segment.Ensemble.Weights);
        to.Values(segment.Calibration.Scores);
    }

    /// <summary>Null once the reader has failed.</summary>
    public static SegmentModel Read(FieldReader from, int width, SegmentModel[] before)
    {
        var name = from.Text();
        var parent = from.Int32();
        if (before.Length == 0 ? parent != -1 : parent < 0 || parent >= before.Length) from.Refuse("a parent that is not before its child");
        var columns = new ColumnPreparation[width];
        for (var j = 0; j < width && !from.Failed; j++) columns[j] = ReadColumn(from);
        var grids = new QuantileGrid[width];
        for (var j = 0; j < width && !from.Failed; j++) grids[j] = ReadGrid(from, columns[j].Observed);
        if (from.Failed) return null!;
        var preparation = new Preparation(columns, grids);
        var ensemble = ReadEnsemble(from, preparation);
        var calibration = from.Doubles();
        if (calibration.Length == 0) from.Refuse("no calibration scores");
        return from.Failed
            ? null!
            : new(name, parent, preparation, ensemble!, new(calibration, parent < 0 ? null : before[parent].Calibration));
    }

    private static Ensemble? ReadEnsemble(FieldReader from, Preparation preparation)
    {
        var detectors = new IDetector[from.Count(1, Ensemble.MaximumOutputs)];
        for (var i = 0; i < detectors.Length && !from.Failed; i++) detectors[i] = DetectorFields.Read(from, preparation);
        if (from.Failed) return null;
        var scales = new TailScale[detectors.Sum(d => d.Outputs.Count)];
        for (var i = 0; i < scales.Length && !from.Failed; i++)
        {
            var grid = ReadGrid(from, needed: true);
            scales[i] = new(grid, from.Double());
            if (!(scales[i].Spread > 0)) from.Refuse("a scale without spread");
        }

        var weights = from.Floats();
        if (weights.Length != scales.Length || scales.Length is 0 or > Ensemble.MaximumOutputs) from.Refuse("weights and outputs differ");
        return from.Failed ? null : new(detectors, scales, weights);
    }

    private static ColumnPreparation ReadColumn(FieldReader from)
    {
        var v = from.Floats();
        if (v.Length == ColumnNumbers && v[0] >= 0 && v[2] >= 0 && v[4] >= 0) return new(v[0], v[1], v[2], v[3], v[4], v[5]);
        from.Refuse("a column preparation");
        return default;
    }

    private static void WriteGrid(FieldWriter to, QuantileGrid grid)
    {
        to.Int32(grid.Count);
        to.Values(grid.Knots);
        to.Values(grid.MassBelow);
        to.Values(grid.MassUpTo);
    }

    private static QuantileGrid ReadGrid(FieldReader from, bool needed)
    {
        var count = from.Int32();
        var (knots, below, upTo) = (from.Floats(), from.Floats(), from.Floats());
        var sound = below.Length == knots.Length && upTo.Length == knots.Length && count >= knots.Length && !(needed && knots.Length == 0);
        for (var k = 0; sound && k < knots.Length; k++)
        {
            sound = below[k] >= 0 && below[k] <= upTo[k] && upTo[k] <= 1 && (k == 0 || knots[k] > knots[k - 1]);
        }

        if (!sound) from.Refuse("a distribution");
        return new(count, knots, below, upTo);
    }
}
