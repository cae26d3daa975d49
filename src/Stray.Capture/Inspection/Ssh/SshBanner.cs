namespace Stray.Capture.Inspection.Ssh;

/// <summary>The version part of an identification line: <c>SSH-protoversion-softwareversion SP comments</c> (RFC 4253 s4.2).</summary>
internal static class SshBanner
{
    public static SshVersion VersionOf(ReadOnlySpan<byte> version)
    {
        if (version.SequenceEqual("2.0"u8))
        {
            return SshVersion.Two;
        }

        if (version.SequenceEqual("1.99"u8))
        {
            return SshVersion.Both;
        }

        var dot = version.IndexOf((byte)'.');
        if (dot is < 1 or > 2 || dot == version.Length - 1 || version[..dot].ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || version[(dot + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return SshVersion.Unknown;
        }

        return version[0] == (byte)'1' && dot == 1 ? SshVersion.One : version[0] == (byte)'2' && dot == 1 ? SshVersion.Two : SshVersion.Unknown;
    }
}
