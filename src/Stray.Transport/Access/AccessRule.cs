using Confluent.Kafka.Admin;

namespace Stray.Transport.Access;

public enum AccessKind
{
    Topic,
    Group,
    TransactionalId,
    Cluster,
}

/// <summary>One thing a verb may do.</summary>
/// <param name="Name">Of the topic, group or transactional id; "kafka-cluster" for the cluster.</param>
/// <param name="Prefixed">Whether every name that begins so is meant.</param>
public sealed record AccessRule(AccessKind Kind, string Name, bool Prefixed, IReadOnlyList<AclOperation> Operations)
{
    private const ResourceType TransactionalId = (ResourceType)5; // librdkafka has it, the .NET enumeration lacks it

    /// <summary>A line for Kafka's own tool.</summary>
    public string ToCommand(string bootstrap, string principal)
    {
        var operations = string.Join(' ', Operations.Select(o => $"--operation {o}"));
        var pattern = Prefixed ? " --resource-pattern-type prefixed" : "";
        var resource = Kind switch
        {
            AccessKind.Topic => $"--topic {Name}",
            AccessKind.Group => $"--group {Name}",
            AccessKind.TransactionalId => $"--transactional-id {Name}",
            _ => "--cluster",
        };
        return $"kafka-acls.sh --bootstrap-server {bootstrap} --add --allow-principal {principal} {operations}{pattern} {resource}";
    }

    internal IEnumerable<AclBinding> ToBindings(string principal) => Operations.Select(o => new AclBinding
    {
        Pattern = new()
        {
            Type = Kind switch
            {
                AccessKind.Topic => ResourceType.Topic,
                AccessKind.Group => ResourceType.Group,
                AccessKind.TransactionalId => TransactionalId,
                _ => ResourceType.Broker,
            },
            Name = Name,
            ResourcePatternType = Prefixed ? ResourcePatternType.Prefixed : ResourcePatternType.Literal,
        },
        Entry = new() { Principal = principal, Host = "*", Operation = o, PermissionType = AclPermissionType.Allow },
    });
}
