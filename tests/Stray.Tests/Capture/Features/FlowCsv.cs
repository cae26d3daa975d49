using System.Globalization;
using System.IO.Compression;
using Stray.Capture.FlowLogs;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Features;

/// <summary>Just enough of the common flow schema to feed rows to the features under test.</summary>
internal static class FlowCsv
{
    public static IEnumerable<FlowRow> Read(string path)
    {
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
            : File.OpenRead(path));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            yield return Row(line.Split(','));
        }
    }

    private static FlowRow Row(string[] c)
    {
        Assert.True(Address.TryParse(c[1], out var source));
        Assert.True(Address.TryParse(c[3], out var destination));
        return new FlowRow
        {
            Start = (long)(decimal.Parse(c[0], CultureInfo.InvariantCulture) * 1_000_000_000m),
            Source = source,
            SourcePort = (ushort)Number(c[2]),
            Destination = destination,
            DestinationPort = (ushort)Number(c[4]),
            Protocol = c[5] switch { "tcp" => 6, "udp" => 17, _ => 1 },
            Duration = (long)(Number(c[6]) * 1e9),
            ForwardPackets = (long)Number(c[7]),
            BackwardPackets = (long)Number(c[8]),
            ForwardBytes = (long)Number(c[9]),
            BackwardBytes = (long)Number(c[10]),
            PayloadBytesOnly = true,
            State = c[11],
            App = c[12],
        };
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
