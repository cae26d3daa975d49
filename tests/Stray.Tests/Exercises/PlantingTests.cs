using Stray.Exercises.Answers;

namespace Stray.Tests.Exercises;

/// <summary>What the answer key says is really in the capture.</summary>
[Collection(ExerciseCollection.Name)]
public sealed class PlantingTests(WrittenCapture written)
{
    [Fact]
    public void Ten_strays_and_five_near_misses_are_planted_on_hosts_of_their_own()
    {
        Assert.Equal(10, written.Key.Strays.Count());
        Assert.Equal(5, written.Key.NearMisses.Count());
        var hosts = written.Key.Planted.Select(p => p.Entities[0]).ToList();
        Assert.Equal(hosts.Count, hosts.Distinct().Count());
        Assert.Equal(15, written.Key.Planted.Select(p => p.Id).Distinct().Count());
    }

    [Fact]
    public void Every_stray_can_be_proved_and_no_near_miss_can()
    {
        Assert.All(written.Key.Strays, s => Assert.True(s.ScoreProves || s.Findings.Count > 0, s.Id));
        Assert.All(written.Key.NearMisses, m => Assert.False(m.ScoreProves || m.Findings.Count > 0, m.Id));
    }

    [Theory]
    [InlineData("beacon", 25)]
    [InlineData("port_scan", 500)]
    [InlineData("rst_injection", 20)]
    [InlineData("wrong_port", 20)]
    [InlineData("malformed_headers", 60)]
    [InlineData("exfiltration", 3000)]
    [InlineData("ssh_brute_force", 1000)]
    [InlineData("service_on_workstation", 50)]
    [InlineData("quiet_big_backup", 3000)]
    [InlineData("quiet_updater_burst", 400)]
    [InlineData("quiet_ping_sweep", 12)]
    public void A_planted_host_and_its_peers_talk_in_the_span_the_key_names(string id, int least)
    {
        var planted = written.Planted(id);
        var frames = WrittenCapture.Frames(written.Exercise).Where(f => Between(f.Bytes, planted)).Select(f => f.Time).ToList();
        Assert.True(frames.Count(t => t >= planted.Start && t <= planted.End) >= least, $"{frames.Count} frames");
    }

    [Theory]
    [InlineData("beacon")]
    [InlineData("exfiltration")]
    [InlineData("wrong_port")]
    [InlineData("service_on_workstation")]
    public void Nothing_of_a_stray_happens_in_the_baseline(string id)
    {
        var planted = written.Planted(id);
        Assert.DoesNotContain(WrittenCapture.Frames(written.Baseline), f => Between(f.Bytes, planted));
    }

    [Fact]
    public void A_beacon_calls_regularly_within_its_jitter()
    {
        var planted = written.Planted("beacon");
        var calls = WrittenCapture.Segments(written.Exercise)
            .Where(s => s.Tcp.Synchronize && planted.Peers.Contains(s.Ip.DestinationAddress.ToString())).Select(s => s.Time / 1e9).ToList();
        var gaps = calls.Skip(1).Zip(calls, (next, last) => next - last).ToList();
        Assert.All(gaps, gap => Assert.InRange(gap, 53, 67));
        Assert.True(gaps.Distinct().Count() > gaps.Count / 2);
    }

    [Fact]
    public void A_forged_reset_carries_the_next_number_and_the_server_goes_on()
    {
        var victim = written.Planted("rst_injection").Entities[0];
        var forged = new HashSet<(string, ushort)>();
        var after = 0;
        foreach (var (_, ip, tcp) in WrittenCapture.Segments(written.Exercise).Where(s => s.Ip.DestinationAddress.ToString() == victim))
        {
            var flow = (ip.SourceAddress.ToString(), tcp.DestinationPort);
            if (tcp.Reset && !tcp.Acknowledgment)
            {
                forged.Add(flow);
            }
            else if (forged.Contains(flow) && tcp.PayloadData?.Length > 0)
            {
                after++;
            }
        }

        Assert.True(forged.Count >= 3);
        Assert.True(after > 10 * forged.Count);
    }

    [Fact]
    public void The_spoofer_claims_the_gateways_address_with_its_own_mac()
    {
        var mac = written.Planted("arp_spoofing").Entities[2].Replace(":", "", StringComparison.Ordinal);
        var claims = WrittenCapture.Frames(written.Exercise).Where(f => f.Bytes[12] == 8 && f.Bytes[13] == 6 && f.Bytes[21] == 2)
            .Count(f => Convert.ToHexString(f.Bytes, 28, 4) == "0A140101" &&
                Convert.ToHexString(f.Bytes, 22, 6).Equals(mac, StringComparison.OrdinalIgnoreCase));
        Assert.True(claims > 200, $"{claims} claims");
    }

    [Fact]
    public void A_tunnels_names_are_long_and_never_repeat()
    {
        var entity = written.Planted("dns_tunnel").Entities[0];
        var names = WrittenCapture.Frames(written.Exercise)
            .Where(f => f.Bytes.Length > 200 && WrittenCapture.Source(f.Bytes) == entity && f.Bytes[23] == 17 && f.Bytes[37] == 53)
            .Select(f => Convert.ToHexString(f.Bytes.AsSpan(54))).ToList();
        Assert.True(names.Count > 400);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    private static bool Between(byte[] frame, Planted planted) =>
        frame[12] == 8 && frame[13] == 0 && Address(frame, 26) is var a && Address(frame, 30) is var b &&
        ((planted.Entities.Contains(a) && planted.Peers.Contains(b)) || (planted.Entities.Contains(b) && planted.Peers.Contains(a)));

    private static string Address(byte[] frame, int at) => $"{frame[at]}.{frame[at + 1]}.{frame[at + 2]}.{frame[at + 3]}";
}
