using System.Globalization;
using Avro;
using Avro.Generic;
using Avro.IO;
using Stray.Contracts;

namespace Stray.Tests.Contracts.SchemaFiles;

/// <summary>The committed schema versions: none changes after it was written, and every later one reads every earlier one.</summary>
public sealed class SchemaVersionTests
{
    public static TheoryData<string> Topics => [.. SchemaVersions.All.Select(v => v.Topic).Distinct()];

    [Fact]
    public void Every_schema_has_a_version_and_no_id_is_given_twice()
    {
        Assert.Empty(Stray.Contracts.Schemas.Names.Except(SchemaVersions.All.Select(v => v.Topic)));
        Assert.Equal(SchemaVersions.All.Count, SchemaVersions.All.Select(v => v.Id).Distinct().Count());
        Assert.Equal(SchemaVersions.All.Count, SchemaVersions.All.Select(v => (v.Topic, v.Revision)).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_version_is_the_one_that_was_committed(string topic) =>
        Assert.All(SchemaVersions.All.Where(v => v.Topic == topic), version => Assert.True(
            Fingerprint(SchemaVersions.Text(version)) == version.Fingerprint,
            $"{topic} revision {version.Revision} has fingerprint {Fingerprint(SchemaVersions.Text(version))}: see the remarks of SchemaVersions"));

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_version_reads_what_every_earlier_one_wrote(string topic)
    {
        var versions = SchemaVersions.All.Where(v => v.Topic == topic).OrderBy(v => v.Revision).Select(v => Schema.Parse(SchemaVersions.Text(v))).ToList();
        for (var reader = 0; reader < versions.Count; reader++)
        {
            for (var writer = 0; writer <= reader; writer++)
            {
                AssertReads(versions[writer], versions[reader]);
            }
        }
    }

    [Fact]
    public void A_version_that_cannot_read_an_earlier_one_is_noticed()
    {
        var schema = Schema.Parse("""{"type":"record","name":"A","fields":[{"name":"x","type":"long","default":0}]}""");
        var narrowed = Schema.Parse("""{"type":"record","name":"A","fields":[{"name":"x","type":"int","default":0}]}""");
        var added = Schema.Parse("""{"type":"record","name":"A","fields":[{"name":"y","type":"long"}]}""");
        Assert.ThrowsAny<Exception>(() => AssertReads(schema, narrowed));
        Assert.ThrowsAny<Exception>(() => AssertReads(schema, added));
    }

    // A stream of zeros is a record of every schema: numbers 0, empty texts, first branches and symbols.
    private static void AssertReads(Schema writer, Schema reader)
    {
        Assert.True(reader.CanRead(writer), $"{reader.Fullname} does not read what was written with {writer}");
        using var zeros = new MemoryStream(new byte[1 << 16]);
        Assert.NotNull(new GenericDatumReader<GenericRecord>(writer, reader).Read(null!, new BinaryDecoder(zeros)));
    }

    private static string Fingerprint(string schema) =>
        SchemaNormalization.ParsingFingerprint64(Schema.Parse(schema)).ToString("x16", CultureInfo.InvariantCulture);
}
