using System.Formats.Asn1;

namespace Stray.Exercises.Payloads;

/// <summary>"This certificate is good" (RFC 6960 s4.2.1), signed by nobody.</summary>
internal sealed class OcspResponse(Dice dice)
{
    public const string ContentType = "application/ocsp-response";

    public byte[] Good(long time)
    {
        var basic = Basic(DateTimeOffset.FromUnixTimeSeconds(time / Nanos.Second));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(ResponseStatus.Successful);
            using var tagged = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0));
            using var bytes = writer.PushSequence();
            writer.WriteObjectIdentifier("1.3.6.1.5.5.7.48.1.1"); // id-pkix-ocsp-basic
            writer.WriteOctetString(basic);
        }

        return writer.Encode();
    }

    private byte[] Basic(DateTimeOffset now)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteData(writer, now);
            WriteAlgorithm(writer, "1.2.840.113549.1.1.11"); // sha256WithRSAEncryption
            writer.WriteBitString(Bits(256));
        }

        return writer.Encode();
    }

    private void WriteData(AsnWriter writer, DateTimeOffset now)
    {
        using var data = writer.PushSequence();
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2)))
        {
            writer.WriteOctetString(Bits(20)); // the responder's key hash
        }

        writer.WriteGeneralizedTime(now, omitFractionalSeconds: true);
        using var responses = writer.PushSequence();
        using var single = writer.PushSequence();
        using (writer.PushSequence())
        {
            WriteAlgorithm(writer, "1.3.14.3.2.26"); // sha1
            writer.WriteOctetString(Bits(20));
            writer.WriteOctetString(Bits(20));
            writer.WriteInteger(dice.Between(1L, long.MaxValue / 2));
        }

        writer.WriteNull(new Asn1Tag(TagClass.ContextSpecific, 0)); // good
        writer.WriteGeneralizedTime(now, omitFractionalSeconds: true);
    }

    private static void WriteAlgorithm(AsnWriter writer, string identifier)
    {
        using var algorithm = writer.PushSequence();
        writer.WriteObjectIdentifier(identifier);
        writer.WriteNull();
    }

    private byte[] Bits(int count)
    {
        var bytes = new byte[count];
        dice.Fill(bytes);
        return bytes;
    }

    private enum ResponseStatus
    {
        Successful = 0,
    }
}
