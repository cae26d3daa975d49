using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Flows;

public sealed class CaptureQualityTests
{
    [Fact]
    public void Shares_are_measured_over_the_run()
    {
        var segments = new Segments().Open().C("A", 1, 1, "one").C("A", 1, 1, "one").C("A", 9, 1, "three").S("A", 1, 14).C("A", 14, 1, "x");
        segments.ClientPort = 40_001;
        segments.C("A", 1, 1, "midstream");
        var quality = segments.Rig.Finish().Tracker.Quality;
        Assert.Equal((9, 2, 1, 1), (quality.Frames, quality.IpFlows, quality.AnsweredFlows, quality.MidstreamFlows));
        Assert.Equal((0.5, 0.5), (quality.OneWayShare, quality.MidstreamShare));
        Assert.Equal((5, 1, 5), (quality.LostBytes, quality.Retransmissions, quality.DataSegments));
    }

    [Fact]
    public void One_sides_bad_checksums_mean_offload()
    {
        var segments = new Segments().With(new(ChecksumBad: true)).C("S", 0, 0).With(new()).S("SA", 0, 1)
            .With(new(ChecksumBad: true)).C("A", 1, 1, "sound").With(new()).S("A", 1, 6);
        var rig = segments.Rig.Finish();
        Assert.True(rig.Tracker.Quality.OffloadSuspected);
        Assert.Equal("sound"u8.ToArray(), rig.Streams[0]);
        Assert.Empty(rig.Findings);
    }

    [Fact]
    public void Nothing_seen_is_no_share()
    {
        var quality = new FlowRig().Tracker.Quality;
        Assert.True(double.IsNaN(quality.OneWayShare) && double.IsNaN(quality.LossShare));
        Assert.False(quality.OffloadSuspected);
    }

    [Fact]
    public void Snaplen_cuts_and_drops_are_taken_over()
    {
        var rig = new Segments().With(new(Cut: 1)).C("A", 1, 1, "cut").With(new()).S("A", 1, 4).Rig;
        rig.Tracker.Quality.Take(new FrameCounters { KernelDropped = 7 });
        Assert.Equal((1, 2, 7), (rig.Tracker.Quality.Interfaces[0].SnaplenCut, rig.Tracker.Quality.Interfaces[0].Frames, rig.Tracker.Quality.KernelDropped));
    }
}
