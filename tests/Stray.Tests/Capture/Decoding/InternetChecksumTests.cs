using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Stray.Capture.Decoding;

namespace Stray.Tests.Capture.Decoding;

public sealed class InternetChecksumTests
{
    [Property]
    public Property The_sum_of_any_bytes_is_that_of_RFC_1071(byte[] bytes, ushort repeat)
    {
        var data = Enumerable.Repeat(bytes, 1 + (repeat % 40)).SelectMany(b => b).ToArray();
        var folded = InternetChecksum.Fold(InternetChecksum.Sum(data));
        var expected = (ushort)~PacketBuilder.Checksum(data);
        return (System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(folded) == expected).ToProperty();
    }

    [Fact]
    public void The_longest_datagram_of_all_ones_does_not_overflow()
    {
        var bytes = new byte[65535];
        bytes.AsSpan().Fill(0xFF);
        Assert.Equal((ushort)~PacketBuilder.Checksum(bytes), System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(InternetChecksum.Fold(InternetChecksum.Sum(bytes))));
    }
}
