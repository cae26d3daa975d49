using Stray.Tests.Capture.Decoding;
using Stray.Tests.Capture.Frames;

namespace Stray.Tests.Capture;

/// <summary>
/// Broken files and frames through the whole path: nothing throws, hangs or grows, and what does not parse is told. Progress is
/// watched in frames, which no file can hold more of than it has bytes for; the clock only catches a loop inside one frame.
/// </summary>
public sealed class BadInputTests
{
    private const int SmallestRecord = 16, WholeFile = 512, CutsPerFile = 100;
    private const long FixedMemory = 16 << 20;

    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    /// <summary>Malformed above what is decoded, or cut where the capture was: nothing of ours can be said about their packets.</summary>
    private static readonly HashSet<string> Silent =
    [
        "tcpdump__icmp-icmp_print-oobr-2.pcap", // a link type that is not decoded: counted as such
        "tcpdump__mpls-label-heapoverflow.pcap", // the snaplen cut it behind a sound label
        "tcpdump__smb_print_trans-oobr1.pcap", // IPX over LLC: sound as far as it is decoded
    ];

    [Fact]
    public async Task Every_malformed_capture_gives_findings()
    {
        var malformed = ManifestRow.All().Where(r => r.Kind == "malformed").ToList();
        Assert.NotEmpty(malformed);
        await Watched(stop =>
        {
            foreach (var row in malformed)
            {
                var path = Run(File.ReadAllBytes(row.Path), stop);
                Assert.True(path.Findings.Any() != Silent.Contains(row.File), $"{row.File}: {string.Join(' ', path.Findings)}");
            }
        });
    }

    [Fact]
    public async Task Every_truncation_gives_the_whole_frames_before_the_cut()
    {
        var files = ManifestRow.All().Where(r => new FileInfo(r.Path).Length < 60_000).Take(50).ToList();
        Assert.Equal(50, files.Count);
        await Watched(stop =>
        {
            foreach (var capture in files.Select(f => File.ReadAllBytes(f.Path)))
            {
                var whole = Run(capture, stop);
                foreach (var length in Cuts(capture.Length))
                {
                    CheckCut(capture, length, whole, stop);
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(HostileFrameTests.Traps), MemberType = typeof(HostileFrameTests))]
    public async Task A_frame_that_hangs_other_libraries_is_a_finding(string name, byte[] frame)
    {
        var capture = new CaptureBytes().PcapHeader().PcapRecord(1, 0, frame).PcapRecord(2, 0, frame).ToArray();
        await Watched(stop =>
        {
            var path = Run(capture, stop);
            Assert.True(path.Read.Read == 2 && path.Findings.Any(), name);
        });
    }

    [Fact]
    public async Task Random_changes_of_real_captures_end_in_findings_or_a_failure_that_names_its_place()
    {
        var random = new Random(20_26);
        var captures = ManifestRow.All().Where(r => new FileInfo(r.Path).Length < 20_000).Select(r => File.ReadAllBytes(r.Path)).ToList();
        await Watched(stop =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var capture = (byte[])captures[i % captures.Count].Clone();
                for (var changes = random.Next(1, 1 + (capture.Length / 64)); changes > 0; changes--)
                {
                    capture[random.Next(capture.Length)] = (byte)random.Next(256);
                }

                var path = Run(capture, stop);
                Assert.True(path.Failure is null || path.Failure.Offset <= capture.Length, $"change {i}: {path.Failure}");
            }
        });
    }

    [Fact]
    public async Task Frames_of_nothing_but_noise_end()
    {
        var random = new Random(7);
        var file = new CaptureBytes().PcapHeader();
        for (var i = 0; i < 20_000; i++)
        {
            var frame = new byte[random.Next(14, 200)];
            random.NextBytes(frame);
            ReadOnlySpan<byte> announced = (i & 1) == 0 ? [0x08, 0x00, 0x45] : [0x86, 0xDD, 0x60];
            announced[..Math.Min(3, frame.Length - 12)].CopyTo(frame.AsSpan(12));
            file.PcapRecord(i / 1000, i % 1000, frame);
        }

        await Watched(stop => Assert.Equal(20_000, Run(file.ToArray(), stop).Read.Read));
    }

    private static void CheckCut(byte[] capture, int length, RealPath whole, CancellationToken stop)
    {
        var cut = Run(capture[..length], stop);
        Assert.True(cut.Read.Read <= whole.Read.Read && cut.Read.Read >= whole.Read.Read - ((capture.Length - length) / SmallestRecord) - 1);
        if (cut.Failure is { } failure)
        {
            Assert.True(failure.Offset <= length && failure.Reason.Length > 0, failure.ToString());
        }
    }

    /// <summary>Every length of a small file, evenly spread ones of a larger.</summary>
    private static IEnumerable<int> Cuts(int length)
    {
        var step = length <= WholeFile ? 1 : (length / CutsPerFile) + 1;
        for (var cut = 0; cut < length; cut += step)
        {
            yield return cut;
        }
    }

    private static RealPath Run(byte[] capture, CancellationToken stop)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var path = RealPath.Of(capture, stop);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= FixedMemory + (64L * capture.Length), $"{allocated} bytes for a file of {capture.Length}");
        Assert.True(path.Read.Read <= capture.Length / SmallestRecord, $"{path.Read.Read} frames in {capture.Length} bytes");
        return path;
    }

    // A loop inside one frame never looks at the token: the task is then left behind, and the test fails.
    private static async Task Watched(Action<CancellationToken> run)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await Task.Run(() => run(stop.Token), stop.Token).WaitAsync(Watchdog, TestContext.Current.CancellationToken);
    }
}
