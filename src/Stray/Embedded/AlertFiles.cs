using Stray.Contracts.Alerts;
using Stray.Contracts.Wire;
using Stray.Runs;

namespace Stray.Embedded;

/// <summary>
/// The alerts of a run folder, written as they come: what the alerts topic would hold. A live run may tell an alert again with
/// more evidence; the last record of an id is the valid one.
/// </summary>
internal sealed class AlertFiles(RunFolder folder) : IDisposable
{
    private readonly RecordFileWriter<AlertCodec, AlertMessage> _records = new(File.Create(folder.Alerts));
    private readonly LineWriter _lines = new(File.Create(folder.AlertLines));

    /// <summary>Alerts left out of the Avro file because a topic would not take them either.</summary>
    public long TooLarge => _records.TooLarge;

    public void Write(Alert alert)
    {
        _records.Write(new AlertMessage(alert));
        _lines.Write(alert, Ocsf.Write);
    }

    /// <summary>Lets whoever follows the lines see what was written.</summary>
    public void Flush() => _lines.Flush();

    public void Dispose()
    {
        _records.Dispose();
        _lines.Dispose();
    }
}
