using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Stray.Hosting;

/// <summary>
/// Log lines on stderr: standard output belongs to a verb's results. Under systemd with the priority in front that journald reads.
/// </summary>
internal static class ConsoleLogs
{
    /// <summary>Category of what is written to stderr in another way already.</summary>
    public const string NotHere = "stray.end";

    public static void AddTo(ILoggingBuilder logging)
    {
        logging.AddFilter<ConsoleLoggerProvider>(NotHere, LogLevel.None);
        logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 })
        {
            logging.AddSystemdConsole(o => o.IncludeScopes = false);
            return;
        }

        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true; // a line feed in a value must not begin a line of its own
            o.UseUtcTimestamp = true;
            o.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            o.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }
}
