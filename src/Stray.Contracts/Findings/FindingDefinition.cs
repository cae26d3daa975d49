using System.Text;

namespace Stray.Contracts.Findings;

/// <summary>One catalogue entry: the name's meaning, its weight and the clause it is measured against.</summary>
public sealed record FindingDefinition(FindingName Name, FindingTier Tier, FindingGroup Group, string What, string Standard)
{
    /// <summary>The stable snake_case name used in files, topics and on the command line.</summary>
    public string Id { get; } = SnakeCase(Name.ToString());

    private static string SnakeCase(string pascal)
    {
        var text = new StringBuilder(pascal.Length + 8);
        foreach (var c in pascal)
        {
            if (char.IsUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
