namespace Stray.Exercises.Office;

/// <summary>What a host is there for.</summary>
internal enum HostRole
{
    Gateway,
    DomainController,
    FileServer,
    MailServer,
    Intranet,
    TimeServer,
    BackupServer,
    Monitor,
    ShellServer,
    Printer,
    Workstation,

    /// <summary>Beyond the gateway.</summary>
    Outside,

    /// <summary>A multicast or broadcast address: receives only.</summary>
    Group,
}
