using System.Collections.Frozen;

namespace Stray.Contracts.Findings;

/// <summary>Every finding the product can report, indexed by <see cref="FindingName"/>.</summary>
public static partial class FindingCatalogue
{
    private static readonly FindingDefinition[] Table = Definitions();
    private static readonly FrozenDictionary<string, FindingDefinition> ById = Table.ToFrozenDictionary(d => d.Id);

    public static IReadOnlyList<FindingDefinition> All => Table;

    public static FindingDefinition Of(FindingName name) => Table[(int)name];

    public static FindingDefinition? Find(string id) => ById.GetValueOrDefault(id);
}
