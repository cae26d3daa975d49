namespace Stray.KafkaTests.Clusters;

/// <summary>One registry for all tests that only read and write it, started by the first of them.</summary>
public sealed class SharedRegistry : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private SchemaRegistry? _registry;

    public async Task<SchemaRegistry> GetAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _registry ??= await SchemaRegistry.StartAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }
    }
}
