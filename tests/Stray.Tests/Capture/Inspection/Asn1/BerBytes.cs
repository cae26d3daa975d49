namespace Stray.Tests.Capture.Inspection.Asn1;

/// <summary>BER elements of definite length.</summary>
internal static class BerBytes
{
    public static byte[] Element(byte tag, params byte[][] contents)
    {
        byte[] content = [.. contents.SelectMany(c => c)];
        return content.Length < 0x80 ? [tag, (byte)content.Length, .. content] : [tag, 0x82, (byte)(content.Length >> 8), (byte)content.Length, .. content];
    }

    public static byte[] Number(byte value) => [2, 1, value];

    public static byte[] Text(string text) => Element(4, System.Text.Encoding.ASCII.GetBytes(text));
}
