using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Stray.Transport.Cluster;

namespace Stray.Transport.Access;

/// <summary>Grants rules on a cluster; its user needs the right to alter the cluster, which no verb has.</summary>
public sealed class AccessAdmin : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConnectionErrors _errors = new();
    private readonly IAdminClient _admin;

    public AccessAdmin(ClusterOptions options) =>
        _admin = new AdminClientBuilder(new ClientConfigs(options).Admin())
            .SetErrorHandler((_, e) => _errors.Add(e)).SetLogHandler((_, _) => { }).Build();

    /// <param name="principal">E.g. "User:stray-score".</param>
    public async Task<ClusterFailure?> GrantAsync(string principal, IEnumerable<AccessRule> rules)
    {
        try
        {
            await _admin.CreateAclsAsync(rules.SelectMany(r => r.ToBindings(principal)), new() { RequestTimeout = Patience }).ConfigureAwait(false);
            return null;
        }
        catch (CreateAclsException e)
        {
            return _errors.Explain(e.Results.Select(r => r.Error).First(r => r.IsError), $"grant rights to {principal}");
        }
        catch (KafkaException e)
        {
            return _errors.Explain(e.Error, $"grant rights to {principal}");
        }
    }

    public void Dispose() => _admin.Dispose();
}
