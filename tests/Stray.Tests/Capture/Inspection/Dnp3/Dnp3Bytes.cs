using Stray.Capture.Inspection.Dnp3;

namespace Stray.Tests.Capture.Inspection.Dnp3;

/// <summary>DNP3 link frames with right checksums.</summary>
internal static class Dnp3Bytes
{
    /// <summary>One application message in one frame: transport FIR and FIN, application control, the function, its objects.</summary>
    public static byte[] Message(byte control, byte function, params byte[] objects) => Frame(control, [0xC0, 0xC0, function, .. objects]);

    public static byte[] Frame(byte control, byte[] data)
    {
        List<byte> frame = [.. Checked([5, 0x64, (byte)(5 + data.Length), control, 1, 0, 2, 0])];
        foreach (var block in data.Chunk(16))
        {
            frame.AddRange(Checked(block));
        }

        return [.. frame];
    }

    private static byte[] Checked(byte[] block)
    {
        var sum = Dnp3Checksum.Of(block);
        return [.. block, (byte)sum, (byte)(sum >> 8)];
    }
}
