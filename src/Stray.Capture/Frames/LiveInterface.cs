using System.Diagnostics.CodeAnalysis;
using SharpPcap;
using SharpPcap.LibPcap;

namespace Stray.Capture.Frames;

/// <summary>
/// Frames of a live interface. Reading pulls: no thread of its own, no event whose exception would abort the process. It
/// waits while nothing arrives, and ends when the interface goes away or when stopped: what the kernel had kept until then
/// is still read, what comes later is not.
/// </summary>
public sealed class LiveInterface : IFrameSource
{
    private const int WaitMilliseconds = 100, ReadTimeoutMilliseconds = 50;

    // Often enough that the counts are fresh under load, rare enough not to cost.
    private const int FramesBetweenStatistics = 8192;

    // The kernel hands out its frames block by block, the last one within its timeout: two waits are sure to see it.
    private const int WaitsForTheLast = 3;

    private readonly LibPcapLiveDevice _device;
    private readonly LibPcap _libPcap;
    private readonly LinkType _linkType;
    private readonly CancellationToken _stop;
    private readonly int _nanoseconds;
    private LibPcap.Statistics _lastStatistics;
    private long _lastFrame = -1; // known once stopped
    private int _waitsForTheLast;
    private bool _ended;

    private LiveInterface(LibPcapLiveDevice device, LibPcap libPcap, LinkType linkType, CancellationToken stop)
    {
        _device = device;
        _libPcap = libPcap;
        _linkType = linkType;
        _stop = stop;
        _nanoseconds = device.TimestampResolution == TimestampResolution.Nanosecond ? 1 : 1000;
    }

    public string Name => _device.Name;

    public double Progress => double.NaN;

    /// <summary>The drop counts are fresh whenever nothing is waiting to be read, and after <see cref="Dispose"/>.</summary>
    public FrameCounters Counters { get; } = new();

    public FrameFailure? Failure { get; private set; }

    /// <summary>
    /// Called on the reading thread whenever nothing is waiting, at least every tenth of a second on a silent network: the
    /// chance to let timers run and results out that would else wait for the next frame.
    /// </summary>
    public Action? OnQuiet { get; set; }

    /// <param name="options">What to capture.</param>
    /// <param name="stop">Ends reading, also while it waits, within a tenth of a second.</param>
    public static bool TryOpen(
        LiveOptions options,
        CancellationToken stop,
        [NotNullWhen(true)] out LiveInterface? live,
        [NotNullWhen(false)] out FrameFailure? failure)
    {
        live = null;
        LibPcap? libPcap = null;
        LibPcapLiveDevice? device = null;
        string? problem;
        try
        {
            libPcap = new LibPcap();
            device = Find(options.Interface, out problem);
            problem ??= Open(device!, options);
            if (problem is null && LinkTypes.TryKnow((int)device!.LinkType, out var linkType))
            {
                live = new LiveInterface(device, libPcap, linkType, stop);
                failure = null;
                return true;
            }

            problem ??= $"its link type, {LinkTypes.NameOf((int)device!.LinkType)}, is not supported";
        }
        catch (Exception e) when (e is PcapException or DllNotFoundException or TypeInitializationException)
        {
            problem = Explain(options, e);
        }

        device?.Close();
        libPcap?.Dispose();
        failure = new FrameFailure(options.Interface, -1, 0, problem);
        return false;
    }

    public bool TryRead(out Frame frame)
    {
        while (!_ended)
        {
            nint header = 0, data = 0;
            switch (_device.GetNextPacketPointers(ref header, ref data))
            {
                case 1 when _stop.IsCancellationRequested && Counters.Read >= LastFrame():
                    _ended = true; // it came after the stop
                    break;
                case 1:
                    frame = FrameAt(header, data);
                    return true;
                case 0:
                    WaitForMore();
                    break;
                case -2: // broken off
                    _ended = true;
                    break;
                default:
                    _ended = true;
                    Failure = new FrameFailure(Name, -1, Counters.Read, $"capturing broke off: {_device.LastError}");
                    break;
            }
        }

        frame = default;
        return false;
    }

    public void Dispose()
    {
        if (_device.Opened)
        {
            CountDrops();
            _device.Close();
            _libPcap.Dispose();
        }
    }

    private static LibPcapLiveDevice? Find(string name, out string? problem)
    {
        var devices = LibPcapLiveDeviceList.New();
        var device = devices.FirstOrDefault(d => d.Name == name);
        problem = device is null ? $"there is no such interface; there are {string.Join(", ", devices.Take(20).Select(d => d.Name))}" : null;
        return device;
    }

    private static string? Open(LibPcapLiveDevice device, LiveOptions options)
    {
        string? problem = null;
        var configuration = new DeviceConfiguration
        {
            Mode = options.Promiscuous ? DeviceModes.Promiscuous : DeviceModes.None,
            ReadTimeout = ReadTimeoutMilliseconds,
            Snaplen = options.Snaplen,
            BufferSize = options.BufferBytes,
            TimestampResolution = TimestampResolution.Nanosecond,
        };

        // Some interfaces count in microseconds only, which is read back after opening; nothing else may get lost unsaid.
        configuration.ConfigurationFailed += (_, failed) => problem = failed.Property == nameof(configuration.TimestampResolution)
            ? problem
            : $"{failed.Property} cannot be set: {failed.Message}";
        device.Open(configuration);
        device.NonBlockingMode = true;
        if (options.Filter.Length > 0)
        {
            device.Filter = options.Filter;
        }

        return problem;
    }

    private static string Explain(LiveOptions options, Exception e) => e switch
    {
        PcapException { Error: PcapError.PermissionDenied or PcapError.PromiscuousPermissionDenied } =>
            CapturePermission.Advice(options.Interface, Environment.ProcessPath, AppContext.BaseDirectory),
        PcapException { Error: PcapError.InterfaceNotUp } =>
            $"the interface is down: 'ip link set {options.Interface} up'",
        PcapException => e.Message,
        _ => LibPcap.Missing,
    };

    private unsafe Frame FrameAt(nint header, nint data)
    {
        var native = (NativeFrameHeader*)header;
        var originalLength = (int)Math.Min(native->Original, int.MaxValue);
        Counters.Read++;
        Counters.Bytes += originalLength;
        Counters.SnaplenCut += native->Captured < originalLength ? 1 : 0;
        if (Counters.Read % FramesBetweenStatistics == 0)
        {
            CountDrops();
        }

        return new Frame
        {
            Bytes = new ReadOnlySpan<byte>((void*)data, (int)native->Captured),
            Number = Counters.Read,
            Time = (native->Seconds * 1_000_000_000) + (native->Fraction * _nanoseconds),
            OriginalLength = originalLength,
            LinkType = _linkType,
        };
    }

    private void WaitForMore()
    {
        CountDrops();
        OnQuiet?.Invoke();
        if (_stop.IsCancellationRequested && (Counters.Read >= LastFrame() || ++_waitsForTheLast > WaitsForTheLast))
        {
            Counters.LeftUnread = LastFrame() - Counters.Read;
            _ended = true;
            return;
        }

        _libPcap.Wait(_device.Handle, WaitMilliseconds);
    }

    /// <summary>The number of the last frame that the kernel had kept when the stop was first noticed.</summary>
    private long LastFrame()
    {
        if (_lastFrame < 0)
        {
            CountDrops();
            var waiting = unchecked((int)(_lastStatistics.Received - _lastStatistics.Dropped - (uint)Counters.Read));
            _lastFrame = Counters.Read + Math.Max(0, waiting);
        }

        return _lastFrame;
    }

    private void CountDrops()
    {
        if (_libPcap.TryStatistics(_device.Handle, out var now))
        {
            Counters.KernelDropped += now.Dropped - _lastStatistics.Dropped; // unsigned: right over a wrap, too
            Counters.InterfaceDropped += now.InterfaceDropped - _lastStatistics.InterfaceDropped;
            _lastStatistics = now;
        }
    }
}
