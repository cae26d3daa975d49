namespace Stray.Contracts;

/// <summary>Process exit codes, after BSD sysexits.h, so that scripts and systemd can tell failures apart.</summary>
public enum ExitCode
{
    Ok = 0,
    Usage = 64,
    BadData = 65,
    Unavailable = 69,
    Bug = 70,
    Config = 78,
}
