using Stray.Detection.Scoring;

namespace Stray.Training.Fitting;

/// <summary>The rows a detector is fitted on, in both views.</summary>
public sealed record PreparedMatrix(FeatureMatrix Values, FeatureMatrix Ranks)
{
    public static PreparedMatrix Of(Preparation preparation, FeatureMatrix rows)
    {
        var values = new FeatureMatrix(new float[rows.Rows * rows.Width], rows.Width);
        var ranks = new FeatureMatrix(new float[rows.Rows * rows.Width], rows.Width);
        for (var i = 0; i < rows.Rows; i++) preparation.Prepare(rows.Row(i), values.Row(i), ranks.Row(i));
        return new(values, ranks);
    }

    public FeatureMatrix In(FeatureView view) => view == FeatureView.Values ? Values : Ranks;
}
