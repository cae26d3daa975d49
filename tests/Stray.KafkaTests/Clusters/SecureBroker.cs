using Confluent.Kafka;
using Stray.Transport.Access;
using Stray.Transport.Cluster;

namespace Stray.KafkaTests.Clusters;

/// <summary>One broker with TLS, SCRAM and ACLs, and a user for each verb (and one without any right).</summary>
public sealed class SecureBroker() : SharedCluster(1, [.. Users.Select(u => $"{u}:{PasswordOf(u)}")])
{
    public const string Nobody = "stray-nobody";

    private readonly SemaphoreSlim _granting = new(1);
    private ClusterOptions? _options;

    private static IEnumerable<string> Users => AccessCatalogue.Verbs.Select(v => "stray-" + v).Append(Nobody);

    public static string PasswordOf(string user) => $"{user}-secret";

    /// <summary>Options of the plain listener, with every topic created and every verb's rights granted, once.</summary>
    public async Task<ClusterOptions> GrantedAsync()
    {
        var cluster = await GetAsync();
        await _granting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _options ??= await GrantAsync(cluster.NewOptions());
        }
        finally
        {
            _granting.Release();
        }
    }

    /// <summary>Options of the TLS + SCRAM listener as a verb's user.</summary>
    /// <param name="verb">Or "nobody".</param>
    public async Task<ClusterOptions> OptionsOfAsync(string verb)
    {
        var cluster = await GetAsync();
        var options = await GrantedAsync();
        return options with
        {
            Bootstrap = cluster.SecureBootstrap,
            Security = SecurityProtocol.SaslSsl,
            CaFile = cluster.CaFile,
            Credentials = new("stray-" + verb, PasswordOf("stray-" + verb)),
        };
    }

    private static async Task<ClusterOptions> GrantAsync(ClusterOptions options)
    {
        await Provisioned.ApplyAsync(options);
        using var admin = new AccessAdmin(options);
        foreach (var verb in AccessCatalogue.Verbs)
        {
            Assert.Null(await admin.GrantAsync($"User:stray-{verb}", AccessCatalogue.For(verb, options)));
        }

        return options;
    }
}
