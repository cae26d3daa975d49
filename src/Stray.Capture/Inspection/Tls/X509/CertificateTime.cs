namespace Stray.Capture.Inspection.Tls.X509;

/// <summary>
/// UTCTime and GeneralizedTime (RFC 5280 s4.1.2.5). RFC 5280 wants seconds and Z; certificates from before it leave the
/// seconds out or give an offset, so those pass.
/// </summary>
internal static class CertificateTime
{
    private const byte UtcTime = 0x17, GeneralizedTime = 0x18;

    public static CertificateFlaw Check(ref DerReader validity)
    {
        var whole = validity;
        var tag = validity.Tag;
        if (tag is not (UtcTime or GeneralizedTime))
        {
            return new CertificateFlaw("validity is no time", whole.Offset, 1, validity.IsEmpty);
        }

        if (!validity.TryRead(tag, out var time))
        {
            return new CertificateFlaw("time does not parse", whole.Offset, whole.Rest.Length, true);
        }

        var text = time.Rest;
        var yearDigits = tag == UtcTime ? 2 : 4;
        var shortest = yearDigits + 9; // month, day, hour, minute, Z
        if (text.Length < shortest || text.Length > yearDigits + 15)
        {
            return Flaw("time of a length no time has", time);
        }

        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits != yearDigits + 8 && digits != yearDigits + 10)
        {
            return Flaw("time holds what is no digit", time);
        }

        return IsZone(text[digits..]) && IsDate(text[yearDigits..]) ? default : Flaw("time is no moment", time);
    }

    private static bool IsZone(ReadOnlySpan<byte> zone) =>
        (zone.Length == 1 && zone[0] == (byte)'Z') || (zone.Length == 5 && zone[0] is (byte)'+' or (byte)'-');

    private static bool IsDate(ReadOnlySpan<byte> digits) =>
        Two(digits) is >= 1 and <= 12 && Two(digits[2..]) is >= 1 and <= 31 && Two(digits[4..]) <= 24 && Two(digits[6..]) <= 59;

    private static int Two(ReadOnlySpan<byte> digits) => ((digits[0] - '0') * 10) + (digits[1] - '0');

    private static CertificateFlaw Flaw(string text, scoped in DerReader time) => new(text, time.Offset, time.Rest.Length, false);
}
