namespace Stray.Capture.Frames;

/// <summary>What to tell a user whom the system does not let capture.</summary>
public static class CapturePermission
{
    /// <param name="interfaceName">What was to be opened.</param>
    /// <param name="process">Path of the running program, as the system tells it.</param>
    /// <param name="folder">Where the program's own files lie.</param>
    public static string Advice(string interfaceName, string? process, string folder)
    {
        // Under 'dotnet run' or 'dotnet stray.dll' the process is dotnet itself: a capability on that file would let every
        // .NET program of every user capture.
        var isHost = process is null || Path.GetFileNameWithoutExtension(process) == "dotnet";
        var binary = isHost ? Path.Combine(folder, "stray") : process!;
        var start = isHost ? $", then start {binary} itself" : ", then start it again";
        return $"not permitted to capture on {interfaceName}. Allow it once with 'sudo setcap cap_net_raw=eip {binary}'{start}";
    }
}
