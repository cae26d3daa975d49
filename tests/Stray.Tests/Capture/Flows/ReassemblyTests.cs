using FsCheck.Xunit;
using Stray.Capture.Flows;
using Stray.Contracts.Findings;

namespace Stray.Tests.Capture.Flows;

public sealed class ReassemblyTests
{
    [Property(MaxTest = 300)]
    public bool Any_segmentation_reordering_and_repetition_gives_the_stream_back(int seed)
    {
        var random = new Random(seed);
        var stream = Bytes(random, random.Next(1, 6000));
        var segments = new Segments().Open();
        foreach (var (from, length) in Cover(random, stream.Length))
            SendPart(segments, stream, from, length);
        segments.Rig.Finish();
        return segments.Rig.Streams[0].SequenceEqual(stream) && segments.Rig.GapBytes == 0
            && segments.Rig.Findings.All(f => FindingCatalogue.Of(f.Name).Tier != FindingTier.A);
    }

    [Property(MaxTest = 300)]
    public bool Where_segments_differ_the_bytes_that_came_first_win(int seed)
    {
        var random = new Random(seed);
        var length = random.Next(2, 3000);
        var (versions, expected, differs) = (new[] { Bytes(random, length), Bytes(random, length) }, new int[length], false);
        Array.Fill(expected, -1);
        var segments = new Segments().Open();
        foreach (var (from, size) in Cover(random, length))
        {
            var version = versions[random.Next(2)];
            for (var i = from; i < from + size; i++)
            {
                differs |= size > 1 && expected[i] >= 0 && expected[i] != version[i];
                expected[i] = expected[i] < 0 ? version[i] : expected[i];
            }

            SendPart(segments, version, from, size);
        }

        segments.Rig.Finish();
        var found = segments.Rig.Findings.Any(f => f.Name == FindingName.TcpOverlapDifferentData);
        return segments.Rig.Streams[0].Select(b => (int)b).SequenceEqual(expected) && (!found || differs);
    }

    [Property(MaxTest = 300)]
    public bool Lost_bytes_are_gaps_and_nothing_is_counted_twice(int seed)
    {
        var random = new Random(seed);
        var stream = Bytes(random, random.Next(2, 6000));
        var options = new FlowOptions { ReorderBytesPerSide = random.Next(0, 4) * 2048, ReorderBytes = 8192 };
        var segments = new Segments(new FlowRig(options)).Open();
        foreach (var (from, length) in Cover(random, stream.Length).Where(_ => random.Next(4) != 0))
        {
            SendPart(segments, stream, from, length);
            if (random.Next(8) == 0)
                segments.S("A", 1, 1 + random.Next(stream.Length));
        }

        segments.C("FA", 1 + stream.Length, 1);
        segments.Rig.Finish();
        return segments.Rig.Streams[0].Count + segments.Rig.GapBytes == stream.Length && IsSubsequence(segments.Rig.Streams[0], stream);
    }

    [Fact]
    public void A_hole_is_given_up_when_the_peer_has_acknowledged_it()
    {
        var segments = new Segments().Open().C("A", 1, 1, "one").C("A", 9, 1, "three");
        Assert.Equal("one", Text(segments));
        segments.S("A", 1, 14).C("A", 14, 1, "four");
        Assert.Equal(("onethreefour", 5), (Text(segments), segments.Rig.GapBytes));
    }

    [Fact]
    public void A_swapped_acknowledgement_does_not_give_up_the_segment_that_follows_it()
    {
        var segments = new Segments().Open().C("A", 1, 1, "one").S("A", 1, 7).C("A", 4, 1, "two");
        Assert.Equal(("onetwo", 0), (Text(segments), segments.Rig.GapBytes));
    }

    [Fact]
    public void Bytes_the_snaplen_cut_keep_their_place()
    {
        var segments = new Segments().Open().With(new(Cut: 2)).C("A", 4, 1, "abcdef").C("A", 1, 1, "xyz").With(new());
        Assert.Equal("x??abcd??", Text(segments));
    }

    [Fact]
    public void Nothing_is_reassembled_when_nobody_wants_the_stream()
    {
        var rig = new FlowRig { Wanted = false };
        var tcp = new Segments(rig).Open().C("A", 1, 1, "one").C("A", 9, 1, "three").C("A", 4, 1, "-two-").Rig.Finish().Flows.Single().State.Tcp;
        Assert.Empty(rig.Streams[0]);
        Assert.Equal(0u, tcp.Forward.LostBytes);
    }

    [Fact]
    public void Data_before_and_with_the_FIN_is_delivered_whatever_the_order()
    {
        var segments = new Segments().Open().C("FA", 4, 1, "end").C("A", 1, 1, "the");
        Assert.Equal("theend", Text(segments));
    }

    [Fact]
    public void Segments_far_out_of_any_window_leave_the_stream_alone()
    {
        var segments = new Segments().Open().C("A", 1, 1, "one").C("A", 1 << 26, 1, "wild").C("A", 4, 1, "two").S("A", 1, 7);
        Assert.Equal(("onetwo", 0), (Text(segments), segments.Rig.GapBytes));
    }

    [Fact]
    public void A_connection_of_gigabytes_wraps_without_findings()
    {
        var segments = new Segments().Open();
        for (long at = 1; at < 9_000_000_000; at += 60_000_000)
            segments.S("A", at, 1, "x").C("A", 1, at + 1).S("A", at + 1, 1, "y").C("A", 1, at + 60_000_000);
        segments.C("R", 1, 0);
        Assert.DoesNotContain(segments.Findings, n => FindingCatalogue.Of(n).Tier == FindingTier.A);
    }

    /// <summary>Parts that cover the whole in any order, some of them twice or overlapping; at most 60.</summary>
    private static List<(int From, int Length)> Cover(Random random, int length)
    {
        var parts = new List<(int, int)>();
        for (var at = 0; at < length;)
        {
            var size = Math.Min(length - at, random.Next(1, Math.Max(2, length / 20)));
            parts.Add((at, size));
            if (random.Next(3) == 0)
            {
                var from = Math.Max(0, at - random.Next(0, 50));
                parts.Add((from, Math.Min(length - from, size + random.Next(0, 100))));
            }

            at += size;
        }

        var order = parts.Take(60).ToArray();
        if (parts.Count > 60)
            order[^1] = (order[^1].Item1, length - order[^1].Item1);
        random.Shuffle(order);
        return [.. order];
    }

    private static void SendPart(Segments segments, byte[] stream, int from, int length) =>
        segments.C(from + length == stream.Length ? "FA" : "A", from + 1, 1, stream.AsSpan(from, length));

    private static byte[] Bytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static bool IsSubsequence(List<byte> part, byte[] whole)
    {
        var at = 0;
        foreach (var b in whole)
        {
            if (at < part.Count && part[at] == b)
                at++;
        }

        return at == part.Count;
    }

    private static string Text(Segments segments) => System.Text.Encoding.ASCII.GetString([.. segments.Rig.Streams[0]]);
}
