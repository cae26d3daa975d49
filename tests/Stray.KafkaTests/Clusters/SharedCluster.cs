using Stray.KafkaTests.Clusters;

[assembly: AssemblyFixture(typeof(OneBroker))]
[assembly: AssemblyFixture(typeof(ThreeBrokers))]
[assembly: AssemblyFixture(typeof(SecureBroker))]
[assembly: AssemblyFixture(typeof(SharedRegistry))]

namespace Stray.KafkaTests.Clusters;

/// <summary>
/// One cluster for all tests that want its kind, started by the first of them: a broker takes six seconds and 350 MB. Take one
/// as a constructor parameter of a test class.
/// </summary>
public abstract class SharedCluster(int nodes, IReadOnlyList<string> users) : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private KafkaCluster? _cluster;

    /// <summary>Skips the test where the broker or Java is missing.</summary>
    public async Task<KafkaCluster> GetAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _cluster ??= await KafkaCluster.StartAsync(nodes, users);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _starting.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}

public sealed class OneBroker() : SharedCluster(1, []);

public sealed class ThreeBrokers() : SharedCluster(3, []);
