using Stray.Embedded;

namespace Stray.Verbs;

/// <summary>
/// The run folder the user named, or a fresh one here. A run that only prints leaves nothing behind: its folder is temporary.
/// </summary>
internal sealed class ChosenFolder : IDisposable
{
    private readonly bool _temporary;

    private ChosenFolder(string path, bool temporary)
    {
        Path = path;
        _temporary = temporary;
    }

    public string Path { get; }

    public static ChosenFolder Of(string? wanted, bool printsOnly, TimeProvider time) => wanted is not null
        ? new(wanted, false)
        : printsOnly ? new(Directory.CreateTempSubdirectory("stray-run-").FullName, true) : new(RunFolder.DefaultPath(time), false);

    public void Dispose()
    {
        if (_temporary)
        {
            Directory.Delete(Path, recursive: true);
        }
    }
}
