using System.Buffers.Binary;

namespace Stray.Tests.Capture.Inspection;

/// <summary>Builds TLS records and handshake messages byte by byte.</summary>
internal static class TlsBytes
{
    public static byte[] UInt16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] UInt24(int value) => [(byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] Vector8(params byte[] content) => [(byte)content.Length, .. content];

    public static byte[] Vector16(params byte[] content) => [.. UInt16(content.Length), .. content];

    public static byte[] Vector24(params byte[] content) => [.. UInt24(content.Length), .. content];

    public static byte[] Record(byte type, params byte[] body) => [type, 3, 3, .. UInt16(body.Length), .. body];

    public static byte[] Message(byte type, params byte[] body) => [type, .. UInt24(body.Length), .. body];

    public static byte[] Extension(int type, params byte[] body) => [.. UInt16(type), .. UInt16(body.Length), .. body];

    public static byte[] ServerName(string name) => ServerName(System.Text.Encoding.Latin1.GetBytes(name));

    public static byte[] ServerName(byte[] name, byte type = 0) => Extension(0, Vector16([type, .. Vector16(name)]));

    public static byte[] Alpn(params string[] names) =>
        Extension(16, Vector16([.. names.SelectMany(n => Vector8(System.Text.Encoding.ASCII.GetBytes(n)))]));

    public static byte[] ClientHelloBody(params byte[][] extensions) =>
    [
        3, 3, .. new byte[32], .. Vector8(new byte[32]), .. Vector16(0x13, 0x01, 0x13, 0x02, 0xC0, 0x2F), .. Vector8(0),
        .. Vector16([.. extensions.SelectMany(e => e)]),
    ];

    public static byte[] ClientHello(params byte[][] extensions) => Record(22, Message(1, ClientHelloBody(extensions)));

    /// <summary>A hello nothing is wrong with.</summary>
    public static byte[] SoundHello() => ClientHello(ServerName("stray.example"), Alpn("h2", "http/1.1"), Extension(43, Vector8(3, 4, 3, 3)), Extension(13, Vector16(4, 3, 8, 4)));

    public static byte[] ServerHelloBody(bool tls13 = false) =>
    [
        3, 3, .. new byte[32], .. Vector8(new byte[32]), 0x13, 0x01, 0,
        .. Vector16(tls13 ? Extension(43, 3, 4) : Extension(0xFF01, 0)),
    ];

    public static byte[] ServerHello(bool tls13 = false) => Record(22, Message(2, ServerHelloBody(tls13)));

    public static byte[] Certificates(params byte[][] certificates) =>
        Record(22, Message(11, Vector24([.. certificates.SelectMany(c => Vector24(c))])));

    /// <summary>Where the extensions' bytes begin in <see cref="ClientHello"/>, from the record's first byte.</summary>
    public const int ExtensionsStart = 5 + 4 + 2 + 32 + 33 + 2 + 6 + 2 + 2;

    public static int ReadUInt16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
