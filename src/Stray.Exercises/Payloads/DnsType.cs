namespace Stray.Exercises.Payloads;

/// <summary>DNS record types used here (IANA DNS parameters).</summary>
internal enum DnsType : ushort
{
    A = 1,
    Cname = 5,
    Soa = 6,
    Null = 10,
    Ptr = 12,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
}
