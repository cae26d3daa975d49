using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Stray.Contracts.Findings;
using static Stray.Tests.Capture.Inspection.TlsBytes;

namespace Stray.Tests.Capture.Inspection.Tls;

public sealed class CertificateTests
{
    /// <summary>Record, message and list header, and the certificate's own length.</summary>
    private const int CertificateStart = Talk.Offset + 5 + 4 + 3 + 3;

    private static readonly byte[] Sound = Make();

    [Fact]
    public void Sound_certificate_raises_nothing() => Serve(Certificates(Sound, Sound)).ExpectNothing();

    [Fact]
    public void Certificate_cut_inside_is_malformed_and_so_is_its_message()
    {
        var findings = Serve(Certificates(Sound[..^40])).End();

        Assert.Equal([FindingName.TlsHandshakeMalformed, FindingName.TlsCertificateMalformed], findings.Select(f => f.Name).Order());
        Assert.All(findings, f => Assert.Equal((2L, CertificateStart), (f.Frame, f.Offset)));
    }

    [Fact]
    public void Version_that_does_not_exist_is_malformed()
    {
        var at = Find(Sound, [0xA0, 3, 2, 1, 2]) + 4;
        Serve(Certificates(With(Sound, at, 9))).ExpectOnly(FindingName.TlsCertificateMalformed, 2, CertificateStart + at, 1);
    }

    [Fact]
    public void Time_with_letters_is_malformed()
    {
        var at = Find(Sound, [0x17, 13]) + 2;
        Serve(Certificates(With(Sound, at + 3, (byte)'x'))).ExpectOnly(FindingName.TlsCertificateMalformed, 2, CertificateStart + at, 13);
    }

    [Fact]
    public void Time_that_is_no_moment_is_malformed()
    {
        var at = Find(Sound, [0x17, 13]) + 2;
        Serve(Certificates(With(Sound, at + 2, (byte)'9'))).ExpectOnly(FindingName.TlsCertificateMalformed, 2, CertificateStart + at, 13);
    }

    [Fact]
    public void Time_of_another_type_is_malformed()
    {
        var at = Find(Sound, [0x17, 13]);
        Serve(Certificates(With(Sound, at, 0x16))).ExpectOnly(FindingName.TlsCertificateMalformed, 2, CertificateStart + at, 1);
    }

    [Fact]
    public void Alternative_name_of_no_known_kind_is_malformed()
    {
        var at = Find(Sound, [0x82, 9, (byte)'a', (byte)'.']);
        Serve(Certificates(With(Sound, at, 0x9E))).ExpectOnly(FindingName.TlsCertificateMalformed, 2, CertificateStart + at);
    }

    [Fact]
    public void Basic_constraints_of_another_type_are_malformed()
    {
        var at = Find(Sound, [0x55, 0x1D, 0x13]);
        var value = Find(Sound[at..], [0x04]) + at + 2;
        Serve(Certificates(With(Sound, value, 0x31))).ExpectOnly(FindingName.TlsCertificateMalformed, 2, CertificateStart + value);
    }

    [Fact]
    public void Certificate_of_no_bytes_is_malformed() =>
        Serve(Certificates(Array.Empty<byte>())).ExpectOnly(FindingName.TlsHandshakeMalformed, 2, CertificateStart - 3, 3);

    [Fact]
    public void Server_without_a_certificate_is_malformed() =>
        Serve(Certificates()).ExpectOnly(FindingName.TlsHandshakeMalformed, 2, CertificateStart - 6, 3);

    [Fact]
    public void Client_without_a_certificate_is_sound() =>
        new Talk().Client(SoundHello()).Server(ServerHello()).Client(Certificates()).ExpectNothing();

    [Fact]
    public void List_that_does_not_fill_its_message_is_malformed()
    {
        var bytes = Certificates(Sound);
        bytes[5 + 4 + 2]--;
        Serve(bytes).ExpectOnly(FindingName.TlsHandshakeMalformed, 2, CertificateStart - 6, 3);
    }

    [Fact]
    public void Stapled_status_of_no_bytes_is_malformed() =>
        Serve(Record(22, Message(22, 1, 0, 0, 0))).ExpectOnly(FindingName.TlsHandshakeMalformed, 2, Talk.Offset + 5 + 4 + 1, 3);

    [Fact]
    public void Certificate_over_many_segments_is_located_in_the_right_one()
    {
        var bytes = Certificates(With(Sound, Find(Sound, [0x17, 13]) + 5, (byte)'x'));
        var talk = new Talk().Client(SoundHello());
        talk.Cut(Stray.Capture.Flows.Side.Backward, bytes, 100);
        var place = 5 + 4 + 3 + 3 + Find(Sound, [0x17, 13]) + 2;

        talk.ExpectOnly(FindingName.TlsCertificateMalformed, 2 + (place / 100), Talk.Offset + (place % 100));
    }

    [Fact]
    public void Every_truncation_and_many_mutations_of_a_certificate_are_survived()
    {
        for (var length = 0; length < Sound.Length; length++)
        {
            Assert.NotEmpty(Serve(Certificates(Sound[..length])).End());
        }

        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            var mutated = With(Sound, random.Next(Sound.Length), (byte)random.Next(256));
            Assert.InRange(Serve(Certificates(mutated)).End().Count, 0, 2);
        }
    }

    private static Talk Serve(byte[] bytes) => new Talk().Client(SoundHello()).Server(bytes);

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        var copy = bytes.ToArray();
        copy[at] = value;
        return copy;
    }

    private static int Find(byte[] bytes, byte[] pattern)
    {
        var at = bytes.AsSpan().IndexOf(pattern);
        Assert.True(at >= 0);
        return at;
    }

    private static byte[] Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a.example, O=Stray", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 3, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("a.example");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.RawData;
    }
}
