using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Stray.Detection.Scoring;
using Stray.Training.Registry;

namespace Stray.Tests.Training;

public sealed class ModelRegistryTests : IDisposable
{
    private static readonly Lazy<ScoringModel> Model = new(() => Rows.Train(Rows.Many(60, 1)));
    private static readonly TrainingRecord Record = new(null, null, 60, 1, TrainerVersions.Current);

    private readonly string _root = Directory.CreateTempSubdirectory("stray-registry").FullName;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 10, 30, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_published_model_is_current_and_loads_with_its_papers()
    {
        var registry = new ModelRegistry(_root, _time);
        var (published, refused) = registry.Publish("default", Model.Value, Record);
        Assert.Null(refused);
        Assert.Equal("20261124T103000Z", published!.Manifest.Version);
        var (loaded, _) = registry.Load("default", Model.Value.Fingerprint);
        Assert.Equal("default@20261124T103000Z", loaded!.Model.Name);
        Assert.Equal(60, loaded.Manifest.Training.Rows);
        Assert.Equal("all", Assert.Single(loaded.Manifest.Segments).Name);
    }

    [Fact]
    public void A_flipped_byte_is_refused()
    {
        var registry = new ModelRegistry(_root, _time);
        registry.Publish("default", Model.Value, Record);
        var path = Path.Combine(_root, "default", "20261124T103000Z", "model.bin");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal(RefusalReason.Hash, registry.Load("default", null).Refused!.Reason);
    }

    [Fact]
    public void A_model_of_other_features_is_refused()
    {
        var registry = new ModelRegistry(_root, _time);
        registry.Publish("default", Model.Value, Record);
        Assert.Equal(RefusalReason.Fingerprint, registry.Load("default", FeatureFingerprint.Of(["x"])).Refused!.Reason);
    }

    [Fact]
    public void With_a_key_only_its_own_signature_is_accepted()
    {
        using var ours = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var theirs = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        new ModelRegistry(_root, _time, ours).Publish("default", Model.Value, Record);
        Assert.Null(new ModelRegistry(_root, _time, ours).Load("default", null).Refused);
        Assert.Equal(RefusalReason.Signature, new ModelRegistry(_root, _time, theirs).Load("default", null).Refused!.Reason);
    }

    [Fact]
    public void With_a_key_an_unsigned_or_edited_manifest_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        new ModelRegistry(_root, _time).Publish("unsigned", Model.Value, Record);
        var registry = new ModelRegistry(_root, _time, key);
        Assert.Equal(RefusalReason.Signature, registry.Load("unsigned", null).Refused!.Reason);
        registry.Publish("edited", Model.Value, Record);
        var path = Path.Combine(_root, "edited", "20261124T103000Z", "manifest.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"rows\": 60", "\"rows\": 61", StringComparison.Ordinal));
        Assert.Equal(RefusalReason.Signature, registry.Load("edited", null).Refused!.Reason);
    }

    [Theory]
    [InlineData("../default")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("name\n")]
    public void Names_that_could_lead_out_of_the_registry_are_refused(string name)
    {
        var registry = new ModelRegistry(_root, _time);
        Assert.Equal(RefusalReason.BadName, registry.Publish(name, Model.Value, Record).Refused!.Reason);
        Assert.Equal(RefusalReason.BadName, registry.Load(name, null).Refused!.Reason);
        Assert.Equal(RefusalReason.BadName, registry.Load("default", null, name).Refused!.Reason);
    }

    [Fact]
    public void A_version_line_in_CURRENT_that_is_no_version_is_not_followed()
    {
        var registry = new ModelRegistry(_root, _time);
        registry.Publish("default", Model.Value, Record);
        File.WriteAllText(Path.Combine(_root, "default", "CURRENT"), "../../etc\n");
        Assert.Equal(RefusalReason.NotFound, registry.Load("default", null).Refused!.Reason);
    }

    [Fact]
    public void A_publication_killed_half_way_leaves_the_champion_and_is_not_listed()
    {
        var registry = new ModelRegistry(_root, _time);
        registry.Publish("default", Model.Value, Record);
        var dead = Directory.CreateDirectory(Path.Combine(_root, "default", ".unfinished-20261124T103001Z")).FullName;
        File.WriteAllText(Path.Combine(dead, "model.bin"), "half");
        File.WriteAllText(Path.Combine(_root, "default", "CURRENT.new"), "2026112");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("default@20261124T103000Z", registry.Load("default", null).Loaded!.Model.Name);
        Assert.Equal(["20261124T103000Z"], registry.Versions("default"));
        Assert.Equal("default@20261124T103001Z-2", registry.Publish("default", Model.Value, Record).Published!.Model.Name);
    }

    [Fact]
    public void A_challenger_does_not_become_current_until_promoted_and_can_be_rolled_back()
    {
        var registry = new ModelRegistry(_root, _time);
        registry.Publish("default", Model.Value, Record);
        _time.Advance(TimeSpan.FromMinutes(1));
        registry.Publish("default", Model.Value, Record, promote: false);
        Assert.Equal("20261124T103000Z", registry.Current("default"));
        Assert.Null(registry.Promote("default", "20261124T103100Z"));
        Assert.Equal("20261124T103100Z", registry.Current("default"));
        Assert.Null(registry.Rollback("default"));
        Assert.Equal("20261124T103000Z", registry.Current("default"));
        Assert.Equal(RefusalReason.NotFound, registry.Rollback("default")!.Reason);
        Assert.Equal(RefusalReason.NotFound, registry.Promote("default", "20270101T000000Z")!.Reason);
    }
}
