using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Stray.Capture.Frames;

namespace Stray.Tests.Capture.Frames;

public sealed class RandomFramesTests
{
    [Property]
    public bool Random_frames_written_as_pcap_read_back_equal((int Seconds, byte[] Bytes)[] frames, bool bigEndian, bool nanoseconds)
    {
        var file = new CaptureBytes(bigEndian).PcapHeader(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4);
        foreach (var (seconds, bytes) in frames)
        {
            file.PcapRecord(seconds, 5, bytes, (uint)bytes.Length + 7);
        }

        var unit = nanoseconds ? 1 : 1000;
        var expected = frames.Select((f, i) => new KeptFrame(i + 1, (f.Seconds * 1_000_000_000L) + (5 * unit), f.Seconds < 0,
            f.Bytes.Length + 7, LinkType.Ethernet, 0, Convert.ToHexString(f.Bytes)));
        return ReadFrames.Of(file) is { Failure: null } read && read.Frames.SequenceEqual(expected);
    }

    [Property]
    public bool Random_frames_written_as_pcapng_read_back_equal((uint Time, bool Second, byte[] Bytes)[] frames, bool bigEndian)
    {
        var file = new CaptureBytes(bigEndian).Section().Interface(1).Interface(113);
        foreach (var (time, second, bytes) in frames)
        {
            file.Enhanced(second ? 1u : 0, time, bytes).Block(0x0BAD, bytes);
        }

        var expected = frames.Select((f, i) => new KeptFrame(i + 1, f.Time * 1000L, false, f.Bytes.Length,
            f.Second ? LinkType.LinuxSll : LinkType.Ethernet, f.Second ? 1 : 0, Convert.ToHexString(f.Bytes)));
        return ReadFrames.Of(file) is { Failure: null } read && read.Frames.SequenceEqual(expected);
    }

    [Property(MaxTest = 2000)]
    public bool Random_bytes_behind_a_sound_header_end_without_an_exception(byte[] noise, bool pcapng)
    {
        var file = pcapng ? new CaptureBytes().Section().Interface() : new CaptureBytes().PcapHeader();
        var read = ReadFrames.Of(file.Raw(noise));
        return read.Frames.Count <= noise.Length / 12 && (noise.Length == 0) == (read.Failure is null && read.Frames.Count == 0);
    }
}
