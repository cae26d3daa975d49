using System.Text;
using Stray.Contracts.Alerts;
using Stray.Embedded;
using Stray.Runs;

namespace Stray.Verbs;

/// <summary>NDJSON of one kind on the output while the run goes on.</summary>
internal sealed class Printer : IDisposable
{
    private readonly LineWriter? _lines;

    private Printer(LineWriter? lines, Printing printing)
    {
        _lines = lines;
        Printing = printing;
    }

    public Printing Printing { get; }

    public static Printer To(string? kind, TextWriter output)
    {
        if (kind is null)
        {
            return new(null, Printing.None);
        }

        // The console's own stream where it is the console: text writers would decode and encode every line again.
        var lines = new LineWriter(ReferenceEquals(output, Console.Out) ? Console.OpenStandardOutput() : new TextStream(output));
        return new(lines, kind switch
        {
            "flows" => new((flow, score) => lines.Write((flow, score), static (json, i) => FlowLines.Write(json, i.flow, i.score)), null, null),
            "findings" => new(null, (finding, flow) => lines.Write((finding, flow), static (json, i) => FindingLines.Write(json, i.finding, i.flow)), null),
            _ => new(null, null, alert =>
            {
                lines.Write(alert, Ocsf.Write);
                lines.Flush(); // somebody waits for it
            }),
        });
    }

    public void Dispose() => _lines?.Dispose();

    private sealed class TextStream(TextWriter writer) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => writer.Write(Encoding.UTF8.GetString(buffer));
    }
}
