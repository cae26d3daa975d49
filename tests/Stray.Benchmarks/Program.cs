using System.Globalization;
using Stray.Benchmarks;
using Stray.Exercises;

// Usage: Stray.Benchmarks amplify SHARED OUT.pcap [PACKETS]
if (args is not ["amplify", var shared, var target, ..])
{
    await Console.Error.WriteLineAsync("usage: Stray.Benchmarks amplify SHARED OUT.pcap [PACKETS]").ConfigureAwait(false);
    return 64;
}

var wanted = args.Length > 3 ? long.Parse(args[3], CultureInfo.InvariantCulture) : 2_000_000;
var office = Path.GetTempFileName();
using (var made = File.Create(office))
{
    new Scenario(new ScenarioOptions()).WriteBaseline(made);
}

// A SYN scan a thousand times over would measure flow records, not packets.
var sources = Directory.EnumerateFiles(Path.Combine(shared, "captures"), "*.pcap*")
    .Where(f => !f.Contains("synscan", StringComparison.Ordinal))
    .Order(StringComparer.Ordinal).Append(office).ToList();
using var file = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
var capture = new AmplifiedCapture(file);
capture.WriteHeader();
for (var copy = 0; capture.Packets < wanted; copy++)
{
    foreach (var source in sources)
    {
        capture.Append(source, copy);
    }
}

File.Delete(office);
await Console.Out.WriteLineAsync($"{capture.Packets} packets").ConfigureAwait(false);
return 0;
