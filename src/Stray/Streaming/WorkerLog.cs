using Microsoft.Extensions.Logging;

namespace Stray.Streaming;

/// <summary>What workers log. No text from traffic goes in here.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "trying again: {Reason}")]
    public static partial void Trouble(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Stage} got {Partitions} partitions")]
    public static partial void Assigned(ILogger log, string stage, int partitions);

    [LoggerMessage(Level = LogLevel.Information, Message = "baseline {Model}")]
    public static partial void Baseline(ILogger log, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "no baseline: only broken rules count")]
    public static partial void NoBaseline(ILogger log);
}
