namespace Stray.Training.Registry;

/// <summary>Writes so that after a crash either the old or the new content is there, whole.</summary>
internal static class DurableFile
{
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Beside it first, then renamed over it: a rename within a directory is atomic.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var beside = $"{path}.new";
        Write(beside, content);
        File.Move(beside, path, overwrite: true);
    }
}
