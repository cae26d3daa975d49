namespace Stray.Transport.Provisioning;

public enum TopicChangeKind
{
    Create,
    AddPartitions,
    Configure,
}

/// <summary>One step of a plan.</summary>
/// <param name="Wanted">The topic as it will be.</param>
/// <param name="Settings">Only those that change.</param>
/// <param name="Detail">What changes, for a person.</param>
public sealed record TopicChange(TopicChangeKind Kind, TopicSpec Wanted, IReadOnlyDictionary<string, string> Settings, string Detail)
{
    public string Title => $"{Verb} {Wanted.Name}";

    public override string ToString() => $"{Title}: {Detail}";

    private string Verb => Kind switch
    {
        TopicChangeKind.Create => "create",
        TopicChangeKind.AddPartitions => "grow",
        _ => "configure",
    };
}
