using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Stray.Contracts.Features;

/// <summary>Every feature of a flow, indexed by <see cref="Feature"/>: the columns of models, records and docs/features.md.</summary>
public static partial class FeatureCatalogue
{
    // To add a feature: 1 a name in Feature (appended: models and topics know the order), 2 a line in the Definitions of its
    // scope, 3 the code that fills it, 4 a test against a hand-computed flow, 5 STRAY_WRITE_DOCS=1 for docs and schemas.
    private static readonly FeatureDefinition[] Table =
        [.. FlowDefinitions(), .. PacketDefinitions(), .. HostDefinitions(), .. EdgeDefinitions(), .. PrevalenceDefinitions()];

    private static readonly FrozenDictionary<string, int> Indices =
        Table.Select((d, i) => (d.Id, i)).ToFrozenDictionary(p => p.Id, p => p.i);

    public static IReadOnlyList<FeatureDefinition> All => Table;

    public static int Count => Table.Length;

    /// <summary>
    /// SHA-256 over ids, order and units, lower-case hex. A model carries it: with another fingerprint its columns would be
    /// read as something else.
    /// </summary>
    public static string Fingerprint { get; } = Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', Table.Select(d => d.Id + ' ' + d.Unit)))));

    public static FeatureDefinition Of(Feature feature) => Table[(int)feature];

    /// <summary>The feature's column; -1 when there is none of this id.</summary>
    public static int IndexOf(string id) => Indices.GetValueOrDefault(id, -1);
}
