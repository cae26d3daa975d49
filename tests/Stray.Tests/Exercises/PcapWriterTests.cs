using System.Buffers.Binary;
using Stray.Exercises.Captures;

namespace Stray.Tests.Exercises;

public sealed class PcapWriterTests
{
    [Fact]
    public void The_header_names_nanoseconds_version_and_link_type()
    {
        using var stream = new MemoryStream();
        _ = new PcapWriter(stream, linkType: 113);
        Assert.Equal("4D3CB2A1" + "02000400" + "0000000000000000" + "00000400" + "71000000", Convert.ToHexString(stream.ToArray()));
    }

    [Fact]
    public void A_record_keeps_time_to_the_nanosecond_and_both_lengths()
    {
        using var stream = new MemoryStream();
        var writer = new PcapWriter(stream);
        writer.Write(1_772_438_400_123_456_789, [1, 2, 3], originalLength: 1500);
        var record = stream.ToArray().AsSpan(PcapWriter.HeaderLength);
        Assert.Equal(1_772_438_400u, BinaryPrimitives.ReadUInt32LittleEndian(record));
        Assert.Equal(123_456_789u, BinaryPrimitives.ReadUInt32LittleEndian(record[4..]));
        Assert.Equal(3, BinaryPrimitives.ReadInt32LittleEndian(record[8..]));
        Assert.Equal(1500, BinaryPrimitives.ReadInt32LittleEndian(record[12..]));
        Assert.Equal("010203", Convert.ToHexString(record[16..]));
        Assert.Equal((1, 3), (writer.Frames, writer.Bytes));
    }
}
