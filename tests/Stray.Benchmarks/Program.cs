using Stray.Benchmarks;

// Usage: Stray.Benchmarks amplify SHARED OUT.pcap [PACKETS]
if (args is not ["amplify", var shared, var target, ..])
{
    await Console.Error.WriteLineAsync("usage: Stray.Benchmarks amplify SHARED OUT.pcap [PACKETS]").ConfigureAwait(false);
    return 64;
}

var wanted = args.Length > 3 ? long.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture) : 2_000_000;
var sources = Directory.EnumerateFiles(Path.Combine(shared, "captures"), "*.pcap*")
    .Concat(Directory.EnumerateFiles(Path.Combine(shared, "labelled", "otrf-atomic"), "*.pcap"))
    .Concat(Directory.EnumerateFiles(Path.Combine(shared, "labelled", "attack-snippets"), "*.pcap"))
    .Order(StringComparer.Ordinal).ToList();
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

await Console.Out.WriteLineAsync($"{capture.Packets} packets").ConfigureAwait(false);
return 0;
