namespace Stray.Capture.Frames;

/// <summary>Says what an input that cannot be read starts with, and what the user can do about it.</summary>
public static class UnknownContent
{
    public static string Describe(ReadOnlySpan<byte> head) => head switch
    {
        [] => "the file is empty",
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Unpack("zstd", "zstdcat"),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', ..] => Unpack("xz", "xzcat"),
        [(byte)'B', (byte)'Z', (byte)'h', ..] => Unpack("bzip2", "bzcat"),
        [(byte)'P', (byte)'K', 3, 4, ..] => Unpack("zip", "unzip -p"),
        _ => $"neither a capture nor a flow log: it starts with {Convert.ToHexStringLower(head[..Math.Min(head.Length, 8)])}; "
            + "pcap, pcapng, Zeek conn.log, Suricata EVE and flow CSV can be read, each also as .gz",
    };

    private static string Unpack(string format, string tool) =>
        $"compressed with {format}, which is not read: pipe it in with '{tool} FILE | stray analyze -'";
}
