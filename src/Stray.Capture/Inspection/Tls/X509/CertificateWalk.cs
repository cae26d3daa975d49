namespace Stray.Capture.Inspection.Tls.X509;

/// <summary>
/// Walks a certificate's DER (RFC 5280 s4.1) once, field by field, and stops at the first flaw. It checks form, not trust:
/// expiry, names and signatures are for others.
/// </summary>
internal static class CertificateWalk
{
    private const byte Integer = 0x02, BitString = 0x03, OctetString = 0x04, ObjectId = 0x06, Sequence = 0x30, Set = 0x31, Boolean = 0x01;
    private const byte ExplicitVersion = 0xA0, IssuerId = 0x81, SubjectId = 0x82, Extensions = 0xA3;
    private const int MaximumElements = 512;

    private static ReadOnlySpan<byte> SubjectAltName => [0x55, 0x1D, 0x11];

    private static ReadOnlySpan<byte> IssuerAltName => [0x55, 0x1D, 0x12];

    private static ReadOnlySpan<byte> BasicConstraints => [0x55, 0x1D, 0x13];

    public static CertificateFlaw Check(ReadOnlySpan<byte> der)
    {
        var outer = new DerReader(der, 0);
        if (!outer.TryRead(Sequence, out var certificate) || !outer.IsEmpty)
        {
            return Structure("certificate is no DER sequence of its own length", 0, der.Length);
        }

        if (!certificate.TryRead(Sequence, out var body))
        {
            return Structure("certificate body does not parse", certificate);
        }

        var flaw = CheckBody(body);
        if (flaw.Text is not null)
        {
            return flaw;
        }

        return !certificate.TryRead(Sequence, out _) || !certificate.TryRead(BitString, out _) || !certificate.IsEmpty
            ? Structure("signature does not parse", certificate) : default;
    }

    private static CertificateFlaw CheckBody(DerReader body)
    {
        var flaw = CheckVersion(ref body);
        if (flaw.Text is not null)
        {
            return flaw;
        }

        if (!body.TryRead(Integer, out _) || !body.TryRead(Sequence, out _))
        {
            return Structure("serial number or algorithm does not parse", body);
        }

        flaw = CheckName(ref body);
        flaw = flaw.Text is null ? CheckValidity(ref body) : flaw;
        flaw = flaw.Text is null ? CheckName(ref body) : flaw;
        if (flaw.Text is not null)
        {
            return flaw;
        }

        if (!body.TryRead(Sequence, out var key) || !key.TryRead(Sequence, out _) || !key.TryRead(BitString, out _))
        {
            return Structure("public key does not parse", body);
        }

        _ = body.TryRead(IssuerId, out _);
        _ = body.TryRead(SubjectId, out _);
        return body.IsEmpty ? default : CheckExtensions(ref body);
    }

    private static CertificateFlaw CheckVersion(ref DerReader body)
    {
        if (body.Tag != ExplicitVersion)
        {
            return default;
        }

        if (!body.TryRead(ExplicitVersion, out var tagged) || !tagged.TryRead(Integer, out var version))
        {
            return Structure("version does not parse", body);
        }

        return version.Rest.Length != 1 || version.Rest[0] > 2 ? Value("version is none of 1 to 3", version) : default;
    }

    /// <summary>A Name: sequence of sets of (type, value) pairs.</summary>
    private static CertificateFlaw CheckName(ref DerReader body)
    {
        if (!body.TryRead(Sequence, out var name))
        {
            return Structure("name does not parse", body);
        }

        for (var i = 0; !name.IsEmpty && i < MaximumElements; i++)
        {
            if (!name.TryRead(Set, out var set) || !set.TryRead(Sequence, out var pair)
                || !pair.TryRead(ObjectId, out _) || !pair.TryReadAny(out _) || !pair.IsEmpty)
            {
                return Structure("part of a name does not parse", name);
            }
        }

        return default;
    }

    private static CertificateFlaw CheckValidity(ref DerReader body)
    {
        if (!body.TryRead(Sequence, out var validity))
        {
            return Structure("validity does not parse", body);
        }

        var flaw = CertificateTime.Check(ref validity);
        return flaw.Text is null ? CertificateTime.Check(ref validity) : flaw;
    }

    private static CertificateFlaw CheckExtensions(ref DerReader body)
    {
        if (!body.TryRead(Extensions, out var tagged) || !tagged.TryRead(Sequence, out var list) || !body.IsEmpty)
        {
            return Structure("extensions do not parse", body);
        }

        for (var i = 0; !list.IsEmpty && i < MaximumElements; i++)
        {
            if (!list.TryRead(Sequence, out var extension) || !extension.TryRead(ObjectId, out var id))
            {
                return Structure("extension does not parse", list);
            }

            _ = extension.TryRead(Boolean, out _);
            if (!extension.TryRead(OctetString, out var value) || !extension.IsEmpty)
            {
                return Structure("extension has no value", extension);
            }

            var flaw = CheckExtension(id.Rest, value);
            if (flaw.Text is not null)
            {
                return flaw;
            }
        }

        return default;
    }

    private static CertificateFlaw CheckExtension(ReadOnlySpan<byte> id, DerReader value)
    {
        if (id.SequenceEqual(BasicConstraints))
        {
            var whole = value;
            if (!value.TryRead(Sequence, out var constraints))
            {
                return Value("basic constraints do not parse", whole);
            }

            _ = constraints.TryRead(Boolean, out _);
            _ = constraints.TryRead(Integer, out _);
            return constraints.IsEmpty ? default : Value("basic constraints hold what does not belong there", whole);
        }

        return id.SequenceEqual(SubjectAltName) || id.SequenceEqual(IssuerAltName) ? CheckAlternativeNames(value) : default;
    }

    private static CertificateFlaw CheckAlternativeNames(DerReader value)
    {
        var whole = value;
        if (!value.TryRead(Sequence, out var names))
        {
            return Value("alternative names do not parse", whole);
        }

        for (var i = 0; !names.IsEmpty && i < MaximumElements; i++)
        {
            // GeneralName is a choice of context tags 0 to 8 (RFC 5280 s4.2.1.6).
            if ((names.Tag & 0xC0) != 0x80 || (names.Tag & 0x1F) > 8 || !names.TryReadAny(out _))
            {
                return Value("alternative name of no known kind", names);
            }
        }

        return default;
    }

    private static CertificateFlaw Structure(string text, scoped in DerReader at) => new(text, at.Offset, at.Rest.Length, true);

    private static CertificateFlaw Structure(string text, int offset, int length) => new(text, offset, length, true);

    private static CertificateFlaw Value(string text, scoped in DerReader at) => new(text, at.Offset, at.Rest.Length, false);
}
