namespace Stray.Detection.Scoring;

/// <summary>Which form of the features a detector measures in.</summary>
public enum FeatureView : byte
{
    Values,
    Ranks,
}
