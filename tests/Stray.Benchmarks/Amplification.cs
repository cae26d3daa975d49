using System.Globalization;
using Stray.Exercises;

namespace Stray.Benchmarks;

/// <summary>Makes the capture that everything is measured on: the shared captures and a day of an office, again and again.</summary>
internal static class Amplification
{
    public static long Write(string shared, string target, long packets)
    {
        var office = Path.GetTempFileName();
        using (var made = File.Create(office))
        {
            new Scenario(new ScenarioOptions()).WriteBaseline(made);
        }

        using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var capture = new AmplifiedCapture(file);
        capture.WriteHeader();
        var sources = Sources(shared, office);
        for (var copy = 0; capture.Packets < packets; copy++)
        {
            foreach (var source in sources)
            {
                capture.Append(source, copy);
            }
        }

        File.Delete(office);
        return capture.Packets;
    }

    public static long ParsePackets(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    // A SYN scan a thousand times over would measure flow records, not packets.
    private static List<string> Sources(string shared, string office) =>
        [.. Directory.EnumerateFiles(Path.Combine(shared, "captures"), "*.pcap*")
            .Where(f => !f.Contains("synscan", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal), office];
}
