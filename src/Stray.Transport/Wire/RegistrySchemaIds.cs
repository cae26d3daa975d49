using System.Net;
using Confluent.SchemaRegistry;
using Stray.Contracts;
using Stray.Transport.Cluster;

namespace Stray.Transport.Wire;

/// <summary>
/// Ids from a schema registry. What was asked once is kept for the process's life (an id never changes its meaning), so that a
/// registry that goes down later stops nothing but records of schemas never met before.
/// </summary>
public sealed class RegistrySchemaIds : ISchemaIds, IDisposable
{
    private const int RequestTimeoutMs = 5000;
    private const int MostUnknown = 1024;
    private static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(30);

    private readonly CachedSchemaRegistryClient _client;
    private readonly string _url;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, int> _ids = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<int, string> _known = [];
    private readonly Dictionary<int, long> _unknown = [];

    private RegistrySchemaIds(string url, TimeProvider time)
    {
        (_url, _time) = (url, time);
        _client = new(new SchemaRegistryConfig { Url = url, RequestTimeoutMs = RequestTimeoutMs, MaxRetries = 1 });
    }

    /// <summary>Registers the current schema of each topic (subject TOPIC-value) and holds its later versions to BACKWARD_TRANSITIVE.</summary>
    /// <param name="topics">As in <see cref="Topics"/>; those without a schema are a bug of the caller.</param>
    public static async Task<(RegistrySchemaIds? Ids, ClusterFailure? Failure)> ConnectAsync(
        string url, ClusterOptions options, IEnumerable<string> topics, TimeProvider time)
    {
        var ids = new RegistrySchemaIds(url, time);
        foreach (var topic in topics)
        {
            if (await ids.RegisterAsync(topic, options.Topic(topic) + "-value").ConfigureAwait(false) is { } failure)
            {
                ids.Dispose();
                return (null, failure);
            }
        }

        return (ids, null);
    }

    public int IdOf(string topic) => _ids[topic];

    /// <summary>Asks the registry at most once for an id it knows, and every 30 s for one it does not. Blocks up to some seconds.</summary>
    public SchemaLookup Find(int id)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(id, out var text))
            {
                return new(LookupOutcome.Known, text, "");
            }

            if (_unknown.TryGetValue(id, out var since) && _time.GetElapsedTime(since) < UnknownFor)
            {
                return Unknown(id);
            }

            return Ask(id);
        }
    }

    public void Dispose() => _client.Dispose();

    private SchemaLookup Ask(int id)
    {
        try
        {
            var text = _client.GetSchemaAsync(id, null).GetAwaiter().GetResult().SchemaString;
            _known[id] = text;
            return new(LookupOutcome.Known, text, "");
        }
        catch (SchemaRegistryException e) when (e.Status == HttpStatusCode.NotFound)
        {
            if (_unknown.Count >= MostUnknown)
            {
                _unknown.Clear(); // hostile records can name any id: forget rather than grow
            }

            _unknown[id] = _time.GetTimestamp();
            return Unknown(id);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return new(LookupOutcome.Unavailable, "", $"schema registry {_url} does not say what schema id {id} is: {e.Message}");
        }
    }

    private SchemaLookup Unknown(int id) => new(LookupOutcome.Unknown, "", $"schema id {id} is unknown to the registry {_url}");

    private async Task<ClusterFailure?> RegisterAsync(string topic, string subject)
    {
        try
        {
            var fresh = !await TryHoldAsync(subject).ConfigureAwait(false);
            var schema = new Schema(Schemas.Text(topic), SchemaType.Avro);
            var id = await _client.RegisterSchemaAsync(subject, schema, false).ConfigureAwait(false);
            if (fresh)
            {
                await TryHoldAsync(subject).ConfigureAwait(false);
            }

            _ids[topic] = id;
            _known[id] = schema.SchemaString;
            return null;
        }
        catch (SchemaRegistryException e) when (e.Status is HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity)
        {
            return new(ExitCode.Config, $"schema registry {_url} refuses the schema of {subject} as incompatible with an earlier one: {e.Message}");
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return new(ExitCode.Unavailable, $"schema registry {_url} (SchemaRegistry:Url) does not answer: {e.Message}");
        }
    }

    // Some registries refuse a level for a subject that does not exist yet: it is then set after the first registration.
    private async Task<bool> TryHoldAsync(string subject)
    {
        try
        {
            await _client.UpdateCompatibilityAsync(Compatibility.BackwardTransitive, subject).ConfigureAwait(false);
            return true;
        }
        catch (SchemaRegistryException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private static bool IsTrouble(Exception e) => e is HttpRequestException or TaskCanceledException or SchemaRegistryException
        or System.Text.Json.JsonException or Newtonsoft.Json.JsonException;
}
