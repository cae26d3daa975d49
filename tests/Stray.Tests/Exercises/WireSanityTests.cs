using PacketDotNet;

namespace Stray.Tests.Exercises;

[Collection(ExerciseCollection.Name)]
public sealed class WireSanityTests(WrittenCapture written)
{
    [Fact]
    public void Every_checksum_is_right_but_those_of_crafted_packets()
    {
        var crafted = written.Planted("malformed_headers").Entities[0];
        var wrong = new List<string>();
        foreach (var (_, frame) in WrittenCapture.Frames(written.Exercise).Where(f => f.Bytes[12] == 8 && f.Bytes[13] == 0))
        {
            if (WrittenCapture.Source(frame) != crafted && (Sum(frame.AsSpan(14, 20)) != 0xFFFF || !TransportSumHolds(frame)))
            {
                wrong.Add(Convert.ToHexString(frame));
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_connection_opens_with_a_handshake_and_counts_without_a_gap(bool exercise)
    {
        var ledger = new SequenceLedger();
        foreach (var (_, ip, tcp) in Sound(exercise))
        {
            ledger.Add(ip, tcp);
        }

        Assert.Empty(ledger.Complaints.Take(5));
        Assert.True(ledger.Connections > 500, $"only {ledger.Connections} connections");
    }

    [Fact]
    public void Only_a_lossy_link_sends_segments_again()
    {
        var ledger = new SequenceLedger();
        foreach (var (_, ip, tcp) in Sound(exercise: true))
        {
            ledger.Add(ip, tcp);
        }

        var lossy = written.Planted("quiet_lossy_link").Entities[0];
        Assert.True(ledger.Retransmissions.GetValueOrDefault(lossy) > 20);
        Assert.Equal([lossy], ledger.Retransmissions.Keys);
    }

    [Fact]
    public void Timestamps_echo_only_what_the_other_end_has_sent()
    {
        var sent = new Dictionary<(string, int, string, int), uint>();
        foreach (var (_, ip, tcp) in Sound(exercise: false))
        {
            var option = tcp.OptionsCollection?.OfType<PacketDotNet.Tcp.TimeStampOption>().FirstOrDefault();
            if (option is null)
            {
                continue;
            }

            var own = (ip.SourceAddress.ToString(), tcp.SourcePort, ip.DestinationAddress.ToString(), tcp.DestinationPort);
            var other = (own.Item3, own.Item4, own.Item1, own.Item2);
            Assert.True(option.Value >= sent.GetValueOrDefault(own), "the clock of one end ran backwards");
            Assert.True(tcp.Synchronize || option.EchoReply <= sent.GetValueOrDefault(other), "an echo of what was never sent");
            sent[own] = option.Value;
        }

        Assert.NotEmpty(sent);
    }

    private IEnumerable<(long Time, IPv4Packet Ip, TcpPacket Tcp)> Sound(bool exercise)
    {
        var crafted = new HashSet<string> { written.Planted("malformed_headers").Entities[0] };
        var segments = WrittenCapture.Segments(exercise ? written.Exercise : written.Baseline, crafted);
        return segments.Where(s => !IsForged(s.Ip, s.Tcp)); // the planted resets
    }

    private bool IsForged(IPv4Packet ip, TcpPacket tcp) =>
        tcp.Reset && !tcp.Acknowledgment && ip.TimeToLive == 61 &&
        written.Planted("rst_injection").Entities.Contains(ip.DestinationAddress.ToString());

    /// <summary>Written apart from the generator's own sum: one 16-bit word at a time, end-around carry at once.</summary>
    private static int Sum(ReadOnlySpan<byte> bytes, int start = 0)
    {
        var sum = start;
        for (var i = 0; i < bytes.Length; i++)
        {
            sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return sum;
    }

    private static bool TransportSumHolds(ReadOnlySpan<byte> frame)
    {
        var length = (frame[16] << 8 | frame[17]) - 20;
        var pseudo = frame[23] == 1 ? 0 : Sum(frame.Slice(26, 8), frame[23] + length);
        return Sum(frame.Slice(34, length), pseudo) == 0xFFFF;
    }
}
