using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Stray.Contracts;
using Stray.Contracts.Telemetry;
using Stray.Settings;

namespace Stray.Hosting;

/// <summary>
/// The life of a process that runs until it is told to stop. The work is done on the calling thread and its end is the exit code:
/// a generic host's background service that throws ends the process with 0, and systemd never starts it again.
/// </summary>
public sealed class ProcessHost(StraySettings settings, TextWriter error, TimeProvider time)
{
    /// <param name="verb">Names the process: <c>score</c> is the service <c>stray-score</c>.</param>
    /// <param name="body">The work. It returns null when it stopped as told, else why it cannot go on: a failure, or a reason in words.</param>
    /// <returns>0; the failure's code, 69 for bare words; 70 when the body threw, 78 when the settings cannot be used on this machine.</returns>
    public int Run(string verb, Func<ProcessContext, CancellationToken, ProcessFailure?> body)
    {
        using var meter = new Meter(InstrumentCatalogue.Source, ProductVersion.Text);
        using var traces = new ActivitySource(InstrumentCatalogue.Source, ProductVersion.Text);
        var health = new Health(time);
        using var pipelines = new TelemetryPipelines(verb, settings.Telemetry); // after the meter: disposed first, with what is left
        var context = new ProcessContext(meter, traces, pipelines.Logs.CreateLogger("stray." + verb), health);
        using var endpoint = new WatchEndpoint(pipelines.Metrics, health);
        if (endpoint.Start(settings.Telemetry.Listen) is { } refused)
        {
            error.WriteLine($"stray {verb}: {refused}");
            return (int)ExitCode.Config;
        }

        var (code, reason) = Run(context, body);
        if (reason is not null)
        {
            pipelines.Logs.CreateLogger(ConsoleLogs.NotHere).LogCritical("{Reason}", reason);
            error.WriteLine($"stray {verb}: {reason}");
        }

        return (int)code;
    }

    private (ExitCode Code, string? Reason) Run(ProcessContext context, Func<ProcessContext, CancellationToken, ProcessFailure?> body)
    {
        using var stop = new StopSignals();
        using var systemd = new ServiceNotices(context.Health, time);
        stop.Token.Register(systemd.Stopping);
        try
        {
            return body(context, stop.Token) is { } failure ? (failure.Code, failure.Reason) : (ExitCode.Ok, null);
        }
        catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
        {
            return (ExitCode.Ok, null);
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            context.Log.LogCritical(bug, "a bug, please report it");
            return (ExitCode.Bug, null);
        }
    }

    /// <summary>SIGINT and SIGTERM ask to stop; a second one ends the process at once, as a user expects of Ctrl+C twice.</summary>
    private sealed class StopSignals : IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private readonly PosixSignalRegistration[] _registrations;

        public StopSignals() => _registrations = [Register(PosixSignal.SIGINT), Register(PosixSignal.SIGTERM)];

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            Array.ForEach(_registrations, r => r.Dispose());
            _source.Dispose();
        }

        private PosixSignalRegistration Register(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            if (_source.IsCancellationRequested)
            {
                Environment.Exit(128 + (signal == PosixSignal.SIGINT ? 2 : 15));
            }

            _source.Cancel();
        });
    }
}
