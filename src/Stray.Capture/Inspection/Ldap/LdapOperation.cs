namespace Stray.Capture.Inspection.Ldap;

/// <summary>Protocol operations by their tag (RFC 4511 s4.2 to s4.14).</summary>
internal static class LdapOperation
{
    public const byte BindRequest = 0x60, SearchDone = 0x65, ExtendedRequest = 0x77, ExtendedResponse = 0x78;

    public static bool IsRequest(byte tag) =>
        tag is BindRequest or 0x42 or 0x63 or 0x66 or 0x68 or 0x4A or 0x6C or 0x6E or 0x50 or ExtendedRequest;

    public static bool IsResponse(byte tag) =>
        tag is 0x61 or 0x64 or SearchDone or 0x73 or 0x67 or 0x69 or 0x6B or 0x6D or 0x6F or ExtendedResponse or 0x79;
}
