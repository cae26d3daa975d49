using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>SSH transport messages (RFC 4253): the key exchange in the clear, then packets of random bytes.</summary>
internal sealed class SshMessage(ByteWriter writer, Dice dice)
{
    public const string
        OpenSsh = "SSH-2.0-OpenSSH_9.6",
        OpenSshServer = "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3",
        Paramiko = "SSH-2.0-paramiko_3.4.0";

    private static readonly string[] ServerLists =
    [
        "sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,kex-strict-s-v00@openssh.com",
        "rsa-sha2-512,rsa-sha2-256,ecdsa-sha2-nistp256,ssh-ed25519",
        "chacha20-poly1305@openssh.com,aes128-ctr,aes256-ctr,aes128-gcm@openssh.com,aes256-gcm@openssh.com",
        "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512",
        "none,zlib@openssh.com",
    ];

    private static readonly string[] ClientLists =
    [
        "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ext-info-c,kex-strict-c-v00@openssh.com",
        "ssh-ed25519-cert-v01@openssh.com,ssh-ed25519,ecdsa-sha2-nistp256,rsa-sha2-512,rsa-sha2-256",
        "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com",
        "umac-64-etm@openssh.com,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha1",
        "none,zlib@openssh.com,zlib",
    ];

    public ReadOnlySpan<byte> Banner(string software) => writer.Clear().Ascii(software).Ascii("\r\n").Written;

    public ReadOnlySpan<byte> KexInit(bool server)
    {
        Begin(20);
        writer.Random(dice, 16);
        var lists = server ? ServerLists : ClientLists;
        for (var i = 0; i < 8; i++)
        {
            var list = lists[i < 2 ? i : 2 + ((i - 2) / 2)]; // encryption, MAC and compression once for each direction
            writer.U32(list.Length).Ascii(list);
        }

        writer.U32(0).U32(0).U8(0).U32(0);
        return Finish(0).Written;
    }

    public ReadOnlySpan<byte> KeyInit()
    {
        Begin(30);
        writer.U32(32).Random(dice, 32);
        return Finish(0).Written;
    }

    /// <summary>Host key, ephemeral key and signature, then NEWKEYS.</summary>
    public ReadOnlySpan<byte> KeyReply()
    {
        Begin(31);
        writer.U32(51).U32(11).Ascii("ssh-ed25519").U32(32).Random(dice, 32);
        writer.U32(32).Random(dice, 32);
        writer.U32(83).U32(11).Ascii("ssh-ed25519").U32(64).Random(dice, 64);
        Finish(0);
        return NewKeysAfter().Written;
    }

    public ReadOnlySpan<byte> NewKeys()
    {
        writer.Clear();
        return NewKeysAfter().Written;
    }

    /// <summary>chacha20-poly1305 hides even the length: nothing but random bytes, whole blocks of 8 and a tag of 16.</summary>
    public ReadOnlySpan<byte> Encrypted(int bytes) => writer.Clear().Random(dice, 4 + ((bytes + 7) / 8 * 8) + 16).Written;

    private ByteWriter NewKeysAfter()
    {
        var start = writer.Length;
        writer.U32(0).U8(0).U8(21);
        return Finish(start);
    }

    private void Begin(int type) => writer.Clear().U32(0).U8(0).U8(type);

    /// <summary>Pads to whole blocks of 8 with at least 4 bytes and fills in both lengths (RFC 4253 s6).</summary>
    private ByteWriter Finish(int start)
    {
        var padding = 8 - ((writer.Length - start) % 8);
        padding = padding < 4 ? padding + 8 : padding;
        writer.Random(dice, padding);
        writer.Close(start + 4, 4);
        return writer.Patch8(start + 4, padding);
    }
}
