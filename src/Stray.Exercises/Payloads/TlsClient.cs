namespace Stray.Exercises.Payloads;

/// <summary>
/// What a program's TLS library offers. The lists never change for one program, so its JA4 fingerprint stays the same;
/// the order of extensions and the GREASE values (RFC 8701) do change where the real program shuffles them.
/// </summary>
internal sealed record TlsClient(string Name, ushort[] Ciphers, ushort[] Extensions, string[] Alpn)
{
    public bool Grease { get; private init; }

    /// <summary>Named groups; a share is sent for the first one (or two, when the first is the post-quantum hybrid).</summary>
    public ushort[] Groups { get; private init; } = [29, 23, 24];

    public ushort[] Signatures { get; private init; } = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];

    /// <summary>A browser of the Chromium family: GREASE, shuffled extensions, X25519MLKEM768.</summary>
    public static TlsClient Chromium { get; } = new(
        "chromium",
        [0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC013, 0xC014, 0x009C, 0x009D, 0x002F, 0x0035],
        [0, 23, 0xFF01, 10, 11, 35, 16, 5, 13, 18, 51, 45, 43, 27],
        ["h2", "http/1.1"])
    {
        Grease = true,
        Groups = [0x11EC, 29, 23, 24],
    };

    public static TlsClient Firefox { get; } = new(
        "firefox",
        [0x1301, 0x1303, 0x1302, 0xC02B, 0xC02F, 0xCCA9, 0xCCA8, 0xC02C, 0xC030, 0xC00A, 0xC009, 0xC013, 0xC014, 0x009C, 0x009D,
            0x002F, 0x0035],
        [0, 23, 0xFF01, 10, 11, 35, 16, 5, 51, 43, 13, 45, 28],
        ["h2", "http/1.1"])
    {
        Groups = [29, 23, 24, 25, 256, 257],
    };

    /// <summary>Windows' own library, as used by the management agent and the mail program.</summary>
    public static TlsClient Schannel { get; } = new(
        "schannel",
        [0x1302, 0x1301, 0xC02C, 0xC02B, 0xC030, 0xC02F, 0xC024, 0xC023, 0xC028, 0xC027, 0x009D, 0x009C, 0x003D, 0x003C],
        [0, 5, 10, 11, 13, 35, 23, 43, 45, 51, 0xFF01],
        []);

    /// <summary>OpenSSL's defaults: package tools and git on Linux.</summary>
    public static TlsClient OpenSsl { get; } = new(
        "openssl",
        [0x1302, 0x1303, 0x1301, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC02B, 0xC02F, 0xC024, 0xC028, 0xC023, 0xC027, 0x009D, 0x009C, 0x00FF],
        [0, 11, 10, 35, 22, 23, 13, 43, 45, 51],
        [])
    {
        Groups = [29, 23, 30, 25, 24],
    };

    /// <summary>A statically linked library of a program nobody here uses.</summary>
    public static TlsClient Implant { get; } = new(
        "implant",
        [0xC02F, 0xC030, 0xC02B, 0xC02C, 0xCCA8, 0xCCA9, 0xC013, 0xC009, 0xC014, 0xC00A, 0x1301, 0x1302, 0x1303],
        [0, 5, 10, 11, 13, 0xFF01, 18, 43, 51],
        []);
}
