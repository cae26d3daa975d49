using System.Formats.Asn1;

namespace Stray.Exercises.Payloads;

/// <summary>
/// Server certificates that parse as X.509 v3 (RFC 5280 s4.1) but vouch for nothing: key and signature are random bits,
/// because real key generation cannot be seeded.
/// </summary>
internal sealed class Certificates(Dice dice)
{
    private static readonly DateTimeOffset Issued = new(2025, 12, 1, 0, 0, 0, TimeSpan.Zero);

    public byte[] For(string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            WriteBody(writer, name);
            WriteAlgorithm(writer, "1.2.840.113549.1.1.11"); // sha256WithRSAEncryption
            writer.WriteBitString(Bits(256));
        }

        return writer.Encode();
    }

    private void WriteBody(AsnWriter writer, string name)
    {
        using var body = writer.PushSequence();
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            writer.WriteInteger(2); // v3
        }

        var serial = Bits(16);
        serial[0] = 0x4A; // positive
        writer.WriteInteger(serial);
        WriteAlgorithm(writer, "1.2.840.113549.1.1.11");
        WriteName(writer, "Paper Trust Issuing CA 3");
        using (writer.PushSequence())
        {
            writer.WriteUtcTime(Issued);
            writer.WriteUtcTime(Issued.AddDays(397));
        }

        WriteName(writer, name);
        WriteKey(writer);
        WriteExtensions(writer, name);
    }

    private void WriteKey(AsnWriter writer)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            var modulus = Bits(257);
            modulus[0] = 0;
            modulus[1] |= 0x80;
            modulus[^1] |= 1;
            inner.WriteInteger(modulus);
            inner.WriteInteger(65537);
        }

        using var key = writer.PushSequence();
        WriteAlgorithm(writer, "1.2.840.113549.1.1.1"); // rsaEncryption
        writer.WriteBitString(inner.Encode());
    }

    private static void WriteExtensions(AsnWriter writer, string name)
    {
        var names = new AsnWriter(AsnEncodingRules.DER);
        using (names.PushSequence())
        {
            names.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
        }

        using var tagged = writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3));
        using var list = writer.PushSequence();
        using var extension = writer.PushSequence();
        writer.WriteObjectIdentifier("2.5.29.17"); // subjectAltName
        writer.WriteOctetString(names.Encode());
    }

    private static void WriteAlgorithm(AsnWriter writer, string identifier)
    {
        using var algorithm = writer.PushSequence();
        writer.WriteObjectIdentifier(identifier);
        writer.WriteNull();
    }

    private static void WriteName(AsnWriter writer, string name)
    {
        using var sequence = writer.PushSequence();
        using var set = writer.PushSetOf();
        using var attribute = writer.PushSequence();
        writer.WriteObjectIdentifier("2.5.4.3"); // commonName
        writer.WriteCharacterString(UniversalTagNumber.UTF8String, name);
    }

    private byte[] Bits(int count)
    {
        var bytes = new byte[count];
        dice.Fill(bytes);
        return bytes;
    }
}
