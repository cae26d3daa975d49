using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

public sealed class SharedCapturesTests
{
    [Fact]
    public void Every_capture_has_the_packets_that_the_manifest_counts()
    {
        var rows = File.ReadLines(SharedData.File("captures", "manifest.tsv")).Skip(1).Select(l => l.Split('\t')).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var read = ReadFrames.OfPath(SharedData.File("captures", row[0]));
            var counted = read.Frames.Count + read.Counters!.UnsupportedLinkType.Values.Sum();

            // One file really is cut in its last record; its row has no link type, because tools gave up on it.
            Assert.True(read.Failure is not null == (row[10] == "?"), $"{row[0]}: {read.Failure}");
            Assert.True(long.Parse(row[3], null) == counted, $"{row[0]}: {counted} frames, the manifest says {row[3]}");
            var unseen = read.Counters.UnsupportedLinkType.Values.Sum();
            Assert.True(long.Parse(row[13], null) <= read.Counters.SnaplenCut + unseen, $"{row[0]}: {read.Counters.SnaplenCut} cut, not {row[13]}");
        }
    }

    [Theory]
    [InlineData("community-id", "pcaps")]
    [InlineData("ja4", ".")]
    public void Every_capture_of_the_vectors_reads_to_its_end(string folder, string inner)
    {
        var files = Directory.GetFiles(SharedData.File("formats", folder, inner)).Where(f => f.Contains(".pcap", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var read = ReadFrames.OfPath(file);
            Assert.True(read.Failure is null, $"{read.Failure}");
            Assert.NotEmpty(read.Frames);
        }
    }

    [Fact]
    public void Invalid_microseconds_of_a_real_file_are_marked()
    {
        var read = ReadFrames.OfPath(SharedData.File("captures", "tcpdump__timestamp_invalid_micro.pcap"));
        Assert.Contains(read.Frames, f => f.TimeInvalid);
    }

    [Fact]
    public void Every_cut_of_small_captures_gives_a_prefix_of_the_frames()
    {
        var files = Directory.GetFiles(SharedData.File("captures"), "*.pcap*").Where(f => new FileInfo(f).Length < 700).Order().ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var whole = ReadFrames.Of(bytes).Frames;
            var most = 0;
            for (var length = 0; length <= bytes.Length; length++)
            {
                var frames = ReadFrames.Of(bytes[..length]).Frames;
                Assert.Equal(whole.Take(frames.Count), frames);
                Assert.True(frames.Count >= most, $"{file} cut at {length} gives fewer frames than cut before");
                most = frames.Count;
            }

            Assert.Equal(whole.Count, most);
        }
    }

    [Fact]
    public void Captures_with_bytes_changed_at_random_end_without_an_exception()
    {
        var random = new Random(20_260);
        foreach (var file in Directory.GetFiles(SharedData.File("captures"), "*.pcap*").Where(f => new FileInfo(f).Length < 20_000).Order())
        {
            var sound = File.ReadAllBytes(file);
            for (var round = 0; round < 40; round++)
            {
                var mutated = (byte[])sound.Clone();
                for (var change = 0; change <= round % 5; change++)
                {
                    mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
                }

                // A record needs 12 bytes at least: more frames than that allows would be a loop without progress.
                Assert.InRange(ReadFrames.Of(mutated).Frames.Count, 0, mutated.Length / 12);
            }
        }
    }
}
