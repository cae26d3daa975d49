namespace Stray.Settings;

/// <summary>
/// Everything that can be set, in one place: meaning, limit, default. The command line wins over the environment
/// (<c>STRAY__SECTION__KEY</c>), the environment over the settings file, the file over these defaults.
/// </summary>
/// <remarks>To add a setting: 1 a property here with its limit and default, 2 its check in <see cref="SettingsCheck"/>,
/// 3 where a verb has an option for it, the option's default comes from here.</remarks>
public sealed class StraySettings
{
    public CaptureSettings Capture { get; init; } = new();

    public ModelSettings Models { get; init; } = new();

    public AlertSettings Alerts { get; init; } = new();

    public TelemetrySettings Telemetry { get; init; } = new();

    public KafkaSettings Kafka { get; init; } = new();

    public SchemaRegistrySettings SchemaRegistry { get; init; } = new();
}

/// <summary>How frames become flows.</summary>
public sealed class CaptureSettings
{
    /// <summary>The organisation's networks in CIDR form; default: RFC 1918, RFC 4193, link-local and loopback.</summary>
    public IReadOnlyList<string> LocalNetworks { get; init; } = [];

    /// <summary>Memory for live flows in MiB; 16 to 65536, default 512. Beyond it the least recently used flow is evicted.</summary>
    public int FlowMemoryMiB { get; init; } = 512;

    /// <summary>Kernel ring of a live capture in MiB; 2 to 4096, default 64: smaller ones lose bursts.</summary>
    public int RingMiB { get; init; } = 64;
}

/// <summary>Where baselines live and which one judges.</summary>
public sealed class ModelSettings
{
    /// <summary>Folder of the model registry; default <c>models</c> below the current folder.</summary>
    public string Path { get; init; } = "models";

    /// <summary>Name under which <c>--learn</c> publishes and <c>baseline</c> looks; letters, digits, dash; default "default".</summary>
    public string Name { get; init; } = "default";
}

/// <summary>When a window becomes an alert.</summary>
public sealed class AlertSettings
{
    /// <summary>Tenant that alerts are numbered under; default "default".</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>
    /// How many false alerts a user accepts from the scores: "N/day", or a false-alarm rate per flow such as "0.1%" or "0.001".
    /// Default "1/day".
    /// </summary>
    public string Budget { get; init; } = "1/day";

    /// <summary>Event-time window of one alert in minutes; 1 to 10080, default 240: half a working day of one host is one story.</summary>
    public int WindowMinutes { get; init; } = 240;

    /// <summary>
    /// Observations before the committed offset that 'stray alert' reads again when it takes a partition over, so that its open
    /// windows are whole; 0 to 10 000 000, default 200 000. Fewer than a window holds would lose evidence, never an alert.
    /// </summary>
    public int ReplayRecords { get; init; } = 200_000;
}
