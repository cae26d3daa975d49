namespace Stray.Capture.Flows.Tcp;

/// <summary>Arithmetic modulo 2^32 on TCP sequence numbers and timestamps (RFC 9293 s3.4, RFC 7323 s5.2).</summary>
internal static class Sequence
{
    /// <summary>Signed distance from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static int Delta(uint to, uint from) => unchecked((int)(to - from));

    public static bool Before(uint a, uint b) => Delta(a, b) < 0;

    public static bool After(uint a, uint b) => Delta(a, b) > 0;

    public static uint Max(uint a, uint b) => After(a, b) ? a : b;
}
