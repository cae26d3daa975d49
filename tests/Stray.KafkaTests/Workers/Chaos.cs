using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Workers;

/// <summary>Two score and two alert processes, one of which dies by SIGKILL now and then and is started again under the same name.</summary>
internal sealed class Chaos : IAsyncDisposable
{
    private static readonly (string Verb, string Instance)[] Wanted = [("score", "s1"), ("score", "s2"), ("alert", "a1"), ("alert", "a2")];

    private readonly ClusterOptions _options;
    private readonly Random _dice;
    private readonly WorkerProcess[] _running;
    private readonly List<WorkerProcess> _dead = [];

    public Chaos(ClusterOptions options, Random dice)
    {
        (_options, _dice) = (options, dice);
        _running = [.. Wanted.Select(Start)];
    }

    public void KillOne()
    {
        var victim = _dice.Next(_running.Length);
        _running[victim].Kill();
        _dead.Add(_running[victim]);
        _running[victim] = Start(Wanted[victim]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _running.Concat(_dead))
        {
            await process.DisposeAsync();
        }
    }

    private WorkerProcess Start((string Verb, string Instance) wanted) => WorkerProcess.Start(_options, wanted.Instance, wanted.Verb);
}
