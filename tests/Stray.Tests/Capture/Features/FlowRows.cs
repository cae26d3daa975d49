using Stray.Capture.Features;
using Stray.Capture.Features.Windows;
using Stray.Capture.FlowLogs;
using Stray.Contracts.Features;
using Stray.Contracts.Flows;

namespace Stray.Tests.Capture.Features;

/// <summary>Feeds hand-made rows through a row emitter and keeps what comes out.</summary>
internal sealed class FlowRows
{
    /// <summary>A time at the start of every window bucket, so that counts by hand need no rounding.</summary>
    public const long Epoch = 1_699_920_000;

    private readonly RowEmitter _emitter;
    private float[] _features = [];

    public FlowRows(WindowOptions? options = null)
    {
        Windows = new TrafficWindows(options ?? new WindowOptions(), LocalNetworks.Default);
        _emitter = new RowEmitter(record =>
        {
            Record = record;
            _features = [.. record.Features];
        }, windows: Windows);
    }

    public TrafficWindows Windows { get; }

    public FlowRecord Record { get; private set; } = new();

    public float this[Feature feature] => _features[(int)feature];

    public FlowRows Add(FlowRow row)
    {
        _emitter.Emit(row);
        return this;
    }

    /// <summary>An answered TCP flow of 1 s with 100 payload bytes each way; change what the test is about.</summary>
    /// <param name="second">Seconds after <see cref="Epoch"/>.</param>
    public static FlowRow Row(double second, string source = "10.0.0.1", string destination = "10.0.0.2", ushort port = 443)
    {
        Assert.True(Address.TryParse(source, out var from));
        Assert.True(Address.TryParse(destination, out var to));
        return new FlowRow
        {
            Start = (Epoch * 1_000_000_000) + (long)(second * 1e9),
            Duration = 1_000_000_000,
            Source = from,
            Destination = to,
            SourcePort = 40000,
            DestinationPort = port,
            Protocol = ProtocolNames.Tcp,
            ForwardPackets = 5,
            BackwardPackets = 5,
            ForwardBytes = 100,
            BackwardBytes = 100,
            PayloadBytesOnly = true,
            State = "SF",
        };
    }

    public static FlowRow Unanswered(double second, string source = "10.0.0.1", string destination = "10.0.0.2", ushort port = 443)
    {
        var row = Row(second, source, destination, port);
        (row.BackwardPackets, row.BackwardBytes, row.ForwardBytes, row.State) = (0, 0, 0, "S0");
        return row;
    }
}
