using System.Globalization;
using Stray.Capture.Frames;
using Stray.Contracts;
using Stray.Contracts.Features;
using Stray.Settings;
using Stray.Training.Registry;
using Stray.Transport.Cluster;

namespace Stray.Checks;

/// <summary>What this machine must have. Nothing is connected to.</summary>
/// <param name="interfaceName">An interface to open; null to look at the rights only.</param>
public sealed class LocalChecks(StraySettings settings, string? interfaceName, TimeProvider time)
{
    private const int NetRaw = 13; // CAP_NET_RAW, linux/capability.h

    public IReadOnlyList<Check> All =>
    [
        Check.Of("settings", () => CheckResult.Ok("every setting is known and within its limits")),
        Check.Of("model", Model),
        Check.Of("libpcap", Library),
        Check.Of("capture", Capture),
        Check.Of("librdkafka", Kafka),
    ];

    private CheckResult Model()
    {
        var (path, name) = (settings.Models.Path, settings.Models.Name);
        if (!Directory.Exists(Path.Combine(path, name)))
        {
            return CheckResult.Warning(
                $"no baseline '{name}' in {Path.GetFullPath(path)}: only broken protocol rules alert",
                $"learn one from ordinary traffic: stray analyze WEEK.pcap --learn {name}");
        }

        var (loaded, refused) = new ModelRegistry(path, time).Load(name, FeatureCatalogue.Fingerprint);
        return loaded is null
            ? CheckResult.Failed($"the baseline cannot be used: {refused}", $"learn it anew: stray analyze WEEK.pcap --learn {name}")
            : CheckResult.Ok($"{loaded.Model.Name}, {loaded.Manifest.Segments.Count} segments, from {loaded.Manifest.Training.Rows.ToString("N0", CultureInfo.InvariantCulture)} flows");
    }

    private static CheckResult Library()
    {
        var (version, missing) = CaptureLibrary.Find();
        return version is null
            ? CheckResult.Warning("no libpcap: no live capture and no --filter; files are read without it", missing!)
            : CheckResult.Ok(version);
    }

    private CheckResult Capture()
    {
        if (interfaceName is null)
        {
            return MayCapture()
                ? CheckResult.Ok("this process may capture")
                : CheckResult.Warning("this process may not capture", CapturePermission.Advice("any interface", Environment.ProcessPath, AppContext.BaseDirectory));
        }

        if (!LiveInterface.TryOpen(new LiveOptions(interfaceName), CancellationToken.None, out var live, out var failure))
        {
            return CheckResult.Failed($"{interfaceName} cannot be captured on", failure.ToString());
        }

        live.Dispose();
        return CheckResult.Ok($"{interfaceName} can be captured on");
    }

    private static CheckResult Kafka()
    {
        try
        {
            return CheckResult.Ok(NativeClient.Describe());
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or InvalidOperationException)
        {
            return CheckResult.Failed($"the native Kafka client cannot be loaded: {e.Message}", "use a system with glibc, or the container image");
        }
    }

    private static bool MayCapture()
    {
        const string Field = "CapEff:";
        var line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith(Field, StringComparison.Ordinal)) : null;
        return line is null // no Linux: nothing can be said without trying
            || (ulong.TryParse(line[Field.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits) && (bits >> NetRaw & 1) == 1);
    }
}
