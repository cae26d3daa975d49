using System.Diagnostics;
using Confluent.Kafka;

namespace Stray.Transport.Cluster;

/// <summary>
/// Which native librdkafka this process runs on. The package carries several builds and falls back silently: to one without
/// GSSAPI where libsasl2 is missing.
/// </summary>
public static class NativeClient
{
    /// <summary>For the log, e.g. "librdkafka 2.16.0 (centos8-librdkafka.so)"; loads it when nothing has yet.</summary>
    public static string Describe()
    {
        var version = Library.VersionString; // loads it
        using var process = Process.GetCurrentProcess();
        var module = process.Modules.Cast<ProcessModule>()
            .Select(m => Path.GetFileName(m.FileName))
            .FirstOrDefault(n => n.Contains("rdkafka", StringComparison.OrdinalIgnoreCase));
        return $"librdkafka {version} ({module ?? "file unknown"})";
    }
}
