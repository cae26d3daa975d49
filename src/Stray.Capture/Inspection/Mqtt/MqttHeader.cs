namespace Stray.Capture.Inspection.Mqtt;

/// <summary>The fixed header (MQTT 5 s2.1): type and flags, then the remaining length, seven bits a byte, four bytes at most.</summary>
/// <param name="Length">Bytes of the header itself.</param>
/// <param name="Remaining">Bytes after it; -1 when a fifth length byte is announced.</param>
internal readonly record struct MqttHeader(byte First, int Length, int Remaining)
{
    private const int LongestLength = 4;

    public int Type => First >> 4;

    public int Flags => First & 0x0F;

    public int QualityOfService => (First >> 1) & 3;

    /// <summary>False when the bytes end within it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out MqttHeader header)
    {
        header = default;
        var remaining = 0;
        for (var i = 0; i < LongestLength; i++)
        {
            if (i + 1 >= bytes.Length)
            {
                return false;
            }

            remaining |= (bytes[i + 1] & 0x7F) << (7 * i);
            if (bytes[i + 1] < 0x80)
            {
                header = new MqttHeader(bytes[0], i + 2, remaining);
                return true;
            }
        }

        header = new MqttHeader(bytes[0], LongestLength + 1, -1);
        return true;
    }
}
