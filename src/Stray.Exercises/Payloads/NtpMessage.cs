using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>NTP version 4 client and server messages (RFC 5905 s7.3).</summary>
internal sealed class NtpMessage(ByteWriter writer)
{
    private const ulong SecondsFrom1900To1970 = 2208988800;

    public ReadOnlySpan<byte> Request(long time) =>
        writer.Clear().U8(0x23).U8(0).U8(6).U8(0xE9).Zeros(36).U64(Timestamp(time)).Written;

    public ReadOnlySpan<byte> Reply(long requested, long now, int stratum, uint reference) => writer.Clear()
        .U8(0x24).U8(stratum).U8(6).U8(0xE9).U32(0x00000310).U32(0x00000A20).U32(reference)
        .U64(Timestamp(now - (37 * Nanos.Second))).U64(Timestamp(requested)).U64(Timestamp(now - 40_000)).U64(Timestamp(now)).Written;

    private static ulong Timestamp(long time)
    {
        var seconds = (ulong)(time / Nanos.Second) + SecondsFrom1900To1970;
        var fraction = (ulong)(time % Nanos.Second) * (1UL << 32) / (ulong)Nanos.Second;
        return (seconds << 32) | fraction;
    }
}
