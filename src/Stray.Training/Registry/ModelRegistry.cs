using System.Globalization;
using System.Security.Cryptography;
using Stray.Detection.Scoring;
using Stray.Detection.Scoring.Storage;
using Stray.Training.Baselines;

namespace Stray.Training.Registry;

/// <summary>
/// Models in a folder: <c>&lt;name&gt;/&lt;version&gt;/{model.bin, manifest.json}</c> and <c>&lt;name&gt;/CURRENT</c>. A version
/// appears whole or not at all, is never changed, and is checked each time before it may judge.
/// </summary>
/// <param name="root">The registry's folder; made when first published to.</param>
/// <param name="key">Signs (with its private part) and verifies; null when signatures are not used.</param>
public sealed class ModelRegistry(string root, TimeProvider time, ECDsa? key = null)
{
    private const string Parameters = "model.bin";
    private const string Manifest = "manifest.json";
    private const string Page = "baseline.json";
    private const long LargestModel = 1L << 30;
    private const long LargestPage = 64L << 20;
    private const long LargestManifest = 4L << 20;

    /// <summary>Stores a trained model as a new version.</summary>
    /// <param name="page">What <c>stray baseline show</c> shows of it.</param>
    /// <param name="promote">False: a challenger, kept beside the champion.</param>
    public (PublishedModel? Published, Refusal? Refused) Publish(
        string name, ScoringModel model, TrainingRecord training, BaselinePage? page = null, bool promote = true)
    {
        if (!ModelName.IsName(name)) return (null, BadName(name));
        var home = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        var version = NextVersion(home);
        var named = model.Renamed($"{name}@{version}");
        var bytes = ModelFile.Write(named);
        var manifest = ManifestWriter.Describe(name, version, named, bytes, training);
        if (key is not null) manifest = ManifestSignature.Sign(manifest, key);

        // Readers look for version names only, so a half-written folder under another name is never seen.
        var unfinished = Path.Combine(home, $".unfinished-{version}");
        Directory.CreateDirectory(unfinished);
        DurableFile.Write(Path.Combine(unfinished, Parameters), bytes);
        DurableFile.Write(Path.Combine(unfinished, Manifest), manifest.ToBytes());
        if (page is not null) DurableFile.Write(Path.Combine(unfinished, Page), (page with { Model = named.Name }).ToJson());
        Directory.Move(unfinished, Path.Combine(home, version));
        if (promote) CurrentVersions.Promote(home, version);
        return (new(named, manifest), null);
    }

    /// <param name="fingerprint">Of the features this program computes; null to accept any (listing, diffing).</param>
    /// <param name="version">Null: the current one.</param>
    public (PublishedModel? Loaded, Refusal? Refused) Load(string name, string? fingerprint, string? version = null)
    {
        if (!ModelName.IsName(name)) return (null, BadName(name));
        version ??= Current(name);
        if (version is null) return (null, new(RefusalReason.NotFound, $"no current version of {name} in {root}"));
        if (!ModelName.IsVersion(version)) return (null, BadName(version));
        var folder = Path.Combine(root, name, version);
        try
        {
            var manifest = ReadBounded(Path.Combine(folder, Manifest), LargestManifest);
            var bytes = ReadBounded(Path.Combine(folder, Parameters), LargestModel);
            return Check(ModelManifest.Parse(manifest), bytes, $"{name}@{version}", fingerprint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, new(RefusalReason.NotFound, e.Message));
        }
    }

    /// <summary>Every rule a model must pass, wherever its bytes came from: a folder or a topic.</summary>
    /// <param name="expectedName">name@version it was asked for as.</param>
    public (PublishedModel? Loaded, Refusal? Refused) Check(
        ModelManifest? manifest, ReadOnlyMemory<byte> bytes, string expectedName, string? fingerprint)
    {
        if (manifest is null) return (null, new(RefusalReason.Malformed, $"{expectedName}: the manifest cannot be read"));
        if (key is not null && !ManifestSignature.IsBy(manifest, key))
        {
            return (null, new(RefusalReason.Signature, $"{expectedName}: not signed by the configured key"));
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        if (hash != manifest.Sha256) return (null, new(RefusalReason.Hash, $"{expectedName}: SHA-256 {hash}, manifest {manifest.Sha256}"));
        var (model, failure) = ModelFile.Read(bytes);
        if (model is null) return (null, new(RefusalReason.Malformed, $"{expectedName}: {failure}"));
        if (model.Name != expectedName || $"{manifest.Name}@{manifest.Version}" != expectedName)
        {
            return (null, new(RefusalReason.Malformed, $"{expectedName}: the bytes call themselves {model.Name}"));
        }

        if (fingerprint is not null && model.Fingerprint != fingerprint)
        {
            return (null, new(RefusalReason.Fingerprint, $"{expectedName}: made for features {model.Fingerprint}, this program has {fingerprint}"));
        }

        return (new(model, manifest), null);
    }

    /// <summary>The page published with a version (default: the current one); null when there is none.</summary>
    public BaselinePage? PageOf(string name, string? version = null)
    {
        version ??= Current(name);
        if (!ModelName.IsName(name) || version is null || !ModelName.IsVersion(version)) return null;
        var path = Path.Combine(root, name, version, Page);
        return File.Exists(path) ? BaselinePage.Parse(ReadBounded(path, LargestPage)) : null;
    }

    /// <summary>Version in service; null without one.</summary>
    public string? Current(string name) =>
        ModelName.IsName(name) && CurrentVersions.Read(Path.Combine(root, name)) is [var newest, ..] ? newest : null;

    public IReadOnlyList<string> Names() => Subfolders(root, ModelName.IsName);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<string> Versions(string name) =>
        ModelName.IsName(name) ? Subfolders(Path.Combine(root, name), ModelName.IsVersion) : [];

    /// <summary>Puts a version into service; null when done.</summary>
    public Refusal? Promote(string name, string version)
    {
        var (_, refused) = Load(name, fingerprint: null, version);
        if (refused is not null) return refused;
        CurrentVersions.Promote(Path.Combine(root, name), version);
        return null;
    }

    /// <summary>Back to the version that was in service before; null when done.</summary>
    public Refusal? Rollback(string name)
    {
        if (!ModelName.IsName(name)) return BadName(name);
        var home = Path.Combine(root, name);
        var versions = CurrentVersions.Read(home);
        if (versions.Count < 2) return new(RefusalReason.NotFound, $"{name} has no earlier version in service");
        CurrentVersions.Write(home, [.. versions.Skip(1)]);
        return null;
    }

    private string NextVersion(string home)
    {
        var stem = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var version = stem;
        for (var i = 2; Directory.Exists(Path.Combine(home, version)) || Directory.Exists(Path.Combine(home, $".unfinished-{version}")); i++)
        {
            version = $"{stem}-{i}";
        }

        return version;
    }

    private static byte[] ReadBounded(string path, long most)
    {
        using var file = File.OpenRead(path);
        if (file.Length > most) throw new IOException($"{path} has {file.Length} bytes, at most {most} are read");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static string[] Subfolders(string folder, Func<string, bool> wanted) => Directory.Exists(folder)
        ? [.. Directory.EnumerateDirectories(folder).Select(d => Path.GetFileName(d)).Where(wanted).Order(StringComparer.Ordinal)]
        : [];

    private static Refusal BadName(string name) => new(RefusalReason.BadName, $"'{name}' is not a plain name");
}
