using System.Buffers.Binary;

namespace Stray.Capture.Inspection.Rdp;

/// <summary>The settings blocks in the client's conference create request (MS-RDPBCGR s2.2.1.3), behind the key "Duca".</summary>
internal static class ClientSettings
{
    private const ushort Network = 0xC003;

    /// <summary>s2.2.1.3.4: static virtual channels.</summary>
    private const uint MaximumChannels = 31;

    private const int ChannelLength = 12;
    private const int HeaderLength = 4;

    /// <returns>The flaw, its offset and the number to tell; a null text when there is none.</returns>
    public static (string? Text, int Offset, long Value) Check(ReadOnlySpan<byte> request)
    {
        var key = request.IndexOf("Duca"u8);
        if (key < 0 || key + 6 > request.Length)
        {
            return default;
        }

        for (var at = key + 4 + (request[key + 4] >= 0x80 ? 2 : 1); at + HeaderLength <= request.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(request[(at + 2)..]);
            if (length < HeaderLength)
            {
                return ("settings block of {0} bytes", at, length);
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(request[at..]) == Network && at + 8 <= request.Length)
            {
                return CheckChannels(BinaryPrimitives.ReadUInt32LittleEndian(request[(at + 4)..]), at + 4, length);
            }

            at += length;
        }

        return default;
    }

    private static (string? Text, int Offset, long Value) CheckChannels(uint channels, int at, int length) =>
        channels > MaximumChannels ? ("{0} channels where 31 are allowed", at, channels)
        : 8 + (channels * ChannelLength) > length ? ("{0} channels do not fit their block", at, channels)
        : default;
}
