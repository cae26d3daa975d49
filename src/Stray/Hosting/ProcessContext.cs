using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Stray.Hosting;

/// <summary>What a long-running verb is given to be watched by.</summary>
/// <param name="Meter">Give it to the metrics classes; they create the instruments of the catalogue on it.</param>
/// <param name="Traces">Spans; free while nobody collects them.</param>
/// <param name="Log">Goes to stderr and to the collector. Never a secret, never raw bytes of traffic.</param>
public sealed record ProcessContext(Meter Meter, ActivitySource Traces, ILogger Log, Health Health);
