using Stray.Embedded;
using Stray.Runs;
using Stray.Settings;
using Stray.Tests.Exercises;

namespace Stray.Tests.Embedded;

/// <summary>The run folder of an office's afternoon with strays in it, judged by protocol checks and by a baseline.</summary>
public sealed class JudgedAfternoon : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stray-afternoon-");

    public JudgedAfternoon(WrittenCapture office)
    {
        var capture = Path.Combine(_folder.FullName, "exercise.pcap");
        File.WriteAllBytes(capture, office.Exercise);
        var settings = new StraySettings { Models = new ModelSettings { Path = Path.Combine(_folder.FullName, "models"), Name = "office" } };
        Folder = new RunFolder(Path.Combine(_folder.FullName, "run"));
        (Summary, _) = new Pipeline(new([capture], null, null, null, true, Folder.Path, settings), TimeProvider.System)
            .Run(TestContext.Current.CancellationToken);
    }

    public RunFolder Folder { get; }

    public RunSummary Summary { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
