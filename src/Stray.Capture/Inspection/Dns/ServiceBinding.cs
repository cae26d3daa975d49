namespace Stray.Capture.Inspection.Dns;

/// <summary>SVCB and HTTPS records (RFC 9460 s2.2, s7).</summary>
internal static class ServiceBinding
{
    private const int Mandatory = 0, Alpn = 1, NoDefaultAlpn = 2, Port = 3, Ipv4Hint = 4, Ech = 5, Ipv6Hint = 6;

    public static bool Check(ref RdataReader data)
    {
        if (!data.Take(2) || !data.Name())
        {
            return false;
        }

        for (var last = -1; data.Remaining > 0;)
        {
            var (key, length) = (data.PeekNumber(0), data.PeekNumber(2));
            if (length < 0 || length > data.Remaining - 4)
            {
                return data.Fail("SvcParam runs past RDATA", data.Position, Math.Min(4, data.Remaining));
            }

            if (key <= last)
            {
                return data.Fail("SvcParamKeys do not ascend", data.Position, 2);
            }

            last = key;
            if (!Fits(ref data, key, length) || !data.Take(4 + length))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Fits(ref RdataReader data, int key, int length)
    {
        var fits = key switch
        {
            Mandatory => length > 0 && length % 2 == 0,
            Alpn => HoldsIds(ref data, length),
            NoDefaultAlpn => length == 0,
            Port => length == 2,
            Ipv4Hint => length > 0 && length % 4 == 0,
            Ipv6Hint => length > 0 && length % 16 == 0,
            Ech => length > 0,
            _ => true,
        };
        return fits || data.Fail("SvcParam value length does not fit its key", data.Position + 2, 2);
    }

    /// <summary>One or more non-empty length-prefixed identifiers that fill the value (s7.1.1).</summary>
    private static bool HoldsIds(ref RdataReader data, int length)
    {
        var at = 0;
        while (at < length)
        {
            var id = data.Peek(4 + at);
            if (id <= 0)
            {
                return false;
            }

            at += 1 + id;
        }

        return at == length && length > 0;
    }
}
