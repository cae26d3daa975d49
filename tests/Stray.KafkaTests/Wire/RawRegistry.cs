using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Stray.KafkaTests.Wire;

/// <summary>The registry's own HTTP interface, as any other program would use it.</summary>
internal sealed class RawRegistry(string url) : IDisposable
{
    private readonly HttpClient _http = new();

    /// <summary>HTTP status of registering a schema.</summary>
    public async Task<int> RegisterAsync(string subject, string schema)
    {
        using var answer = await _http.PostAsJsonAsync($"{url}/subjects/{subject}/versions", new { schema }, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    public async Task<int> IdAsync(string subject, string schema)
    {
        using var answer = await _http.PostAsJsonAsync($"{url}/subjects/{subject}/versions", new { schema }, TestContext.Current.CancellationToken);
        return (int)(await answer.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["id"]!;
    }

    public async Task HoldAsync(string subject, string compatibility)
    {
        using var answer = await _http.PutAsJsonAsync($"{url}/config/{subject}", new { compatibility }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public void Dispose() => _http.Dispose();
}
