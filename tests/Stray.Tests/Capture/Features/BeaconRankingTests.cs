using Stray.Capture.Features;
using Stray.Capture.Features.Windows;

namespace Stray.Tests.Capture.Features;

public sealed class BeaconRankingTests
{
    [Fact]
    public void The_command_and_control_pair_of_a_real_day_ranks_among_the_first_three()
    {
        var windows = new TrafficWindows(new WindowOptions(), LocalNetworks.Default);
        var emitter = new RowEmitter(_ => { }, windows: windows);
        foreach (var row in FlowCsv.Read(SharedData.File("labelled", "rita-beacon", "2024-04-19.flows.csv.gz")))
        {
            emitter.Emit(row);
        }

        var pairs = windows.Beacons(20).Select(b => b.Source.ToString()).Distinct().Take(3).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', windows.Beacons(8)));
        Assert.Contains("73.54.23.243", pairs);
        Assert.Equal(0, windows.Late);
    }
}
