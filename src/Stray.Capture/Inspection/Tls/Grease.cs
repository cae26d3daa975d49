namespace Stray.Capture.Inspection.Tls;

/// <summary>RFC 8701: values reserved so that implementations learn to ignore what they do not know.</summary>
internal static class Grease
{
    public static bool Is(ushort value) => (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);
}
