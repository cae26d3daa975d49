namespace Stray.Capture.Inspection.OncRpc;

/// <summary>Highest procedure of the programs whose numbers are settled; null for others.</summary>
internal static class ProgramLimits
{
    public static uint? Highest(uint program, uint version) => (program, version) switch
    {
        (100000, 2) => 5, // port mapper, RFC 1833 s3
        (100000, 3 or 4) => 12,
        (100003, 2) => 17, // NFS, RFC 1094, 1813, 7530
        (100003, 3) => 21,
        (100003, 4) => 1,
        (100005, 1 or 2) => 7, // mount
        (100005, 3) => 5,
        _ => null,
    };
}
