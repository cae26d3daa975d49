using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Stray.Contracts;
using Stray.Hosting;
using Stray.Settings;

namespace Stray.Tests.Hosting;

/// <summary>The environment and the signals of the test process are used, so these tests run one after another.</summary>
[Collection(nameof(ProcessHostTests))]
[CollectionDefinition(nameof(ProcessHostTests), DisableParallelization = true)]
public sealed class ProcessHostTests
{
    [Fact]
    public void A_body_that_stops_as_told_ends_with_0() => Assert.Equal(0, Run((_, _) => null));

    [Fact]
    public void A_reason_to_give_up_is_no_success() => Assert.Equal((int)ExitCode.Unavailable, Run((_, _) => "the brokers are gone"));

    [Fact]
    public void A_failure_ends_with_its_own_code_and_says_why()
    {
        var error = new StringWriter();
        var settings = new StraySettings { Telemetry = new() { LogLevel = "critical" } };
        var code = new ProcessHost(settings, error, TimeProvider.System).Run("capture", (_, _) => new(ExitCode.BadData, "cut.pcap is cut"));
        Assert.Equal(((int)ExitCode.BadData, "stray capture: cut.pcap is cut\n"), (code, error.ToString()));
    }

    [Fact]
    public void A_body_that_throws_is_no_success() =>
        Assert.Equal((int)ExitCode.Bug, Run((_, _) => throw new InvalidOperationException("a bug")));

    // Not SIGINT: the test runner would take it for a user's Ctrl+C, too.
    [Fact]
    public void SIGTERM_asks_the_body_to_stop_and_lets_it_drain()
    {
        var drained = false;
        var code = Run((_, stop) =>
        {
            using var kill = Process.Start("kill", ["-TERM", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
            drained = stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            return null;
        });
        Assert.True(drained);
        Assert.Equal(0, code);
    }

    [Fact]
    public void An_address_that_is_taken_is_refused_with_its_setting()
    {
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var error = new StringWriter();
        var settings = new StraySettings { Telemetry = new() { Listen = taken.LocalEndpoint.ToString()! } };
        Assert.Equal((int)ExitCode.Config, new ProcessHost(settings, error, TimeProvider.System).Run("score", (_, _) => null));
        Assert.Contains("Telemetry:Listen", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Systemd_hears_when_it_is_ready_alive_and_stopping()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 30_000 };
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", path);
        Environment.SetEnvironmentVariable("WATCHDOG_USEC", "200000");
        try
        {
            var heard = new List<string>();
            Run((context, stop) =>
            {
                context.Health.Ready();
                heard.AddRange([Next(systemd), Next(systemd)]);
                using var kill = Process.Start("kill", ["-TERM", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
                stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
                while (heard[^1] == "WATCHDOG=1")
                {
                    heard.Add(Next(systemd));
                }

                return null;
            });
            Assert.Equal(["READY=1", "WATCHDOG=1", "STOPPING=1"], heard.Distinct());
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
            Environment.SetEnvironmentVariable("WATCHDOG_USEC", null);
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("30000000", 30)]
    [InlineData("0", 0)]
    [InlineData("-5", 0)]
    [InlineData("soon", 0)]
    [InlineData(null, 0)]
    public void Only_a_sound_watchdog_interval_counts(string? microseconds, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), ServiceNotices.WatchdogInterval(microseconds));

    private static int Run(Func<ProcessContext, CancellationToken, ProcessFailure?> body) =>
        new ProcessHost(new StraySettings { Telemetry = new() { LogLevel = "critical" } }, TextWriter.Null, TimeProvider.System).Run("score", body);

    private static string Next(Socket systemd)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, systemd.Receive(buffer));
    }
}
