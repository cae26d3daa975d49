namespace Stray.Detection.Scoring.Storage;

/// <summary>
/// A model as bytes: parameters only. ML.NET's zip is not used because reading one loads assemblies by names it contains;
/// this holds numbers, so the worst a forged one can do is judge wrongly, and hash and signature are for that.
/// Layout: "STRAYMDL", version, name, feature fingerprint and names, segments (<see cref="SegmentFields"/>), habits (<see cref="HabitFields"/>), nothing after.
/// </summary>
public static class ModelFile
{
    private const int Version = 2;
    private const int MostSegments = 4096;

    private static ReadOnlySpan<byte> Magic => "STRAYMDL"u8;

    public static byte[] Write(ScoringModel model)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Magic);
        using (var to = new FieldWriter(bytes))
        {
            to.Int32(Version);
            to.Text(model.Name);
            to.Text(model.Fingerprint);
            to.Int32(model.Features.Count);
            foreach (var feature in model.Features) to.Text(feature);
            to.Int32(model.Segments.Count);
            foreach (var segment in model.Segments) SegmentFields.Write(to, segment);
            HabitFields.Write(to, model.Habits);
        }

        return bytes.ToArray();
    }

    /// <returns>The model, or what is wrong with the bytes.</returns>
    public static (ScoringModel? Model, string? Failure) Read(ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.Span.StartsWith(Magic)) return (null, "not a model file");
        var from = new FieldReader(bytes[Magic.Length..]);
        var version = from.Int32();
        if (version != Version) return (null, $"model format {version}, this program reads {Version}");
        var (name, fingerprint) = (from.Text(), from.Text());
        var features = new string[from.Count(4, ScoringModel.MaximumWidth)];
        for (var i = 0; i < features.Length; i++) features[i] = from.Text();
        var segments = new SegmentModel[from.Count(16, MostSegments)];
        for (var i = 0; i < segments.Length && !from.Failed; i++) segments[i] = SegmentFields.Read(from, features.Length, segments[..i]);
        if (features.Length == 0 || segments.Length == 0) from.Refuse("no features or no segments");
        var habits = HabitFields.Read(from);
        if (!from.AtEnd) from.Refuse("bytes after the end");
        if (!from.Failed && segments.DistinctBy(s => SegmentKey.Parse(s.Name)).Count() < segments.Length) from.Refuse("a segment twice");
        return from.Failed ? (null, from.Failure) : (new ScoringModel(name, features, segments, fingerprint) { Habits = habits }, null);
    }
}
