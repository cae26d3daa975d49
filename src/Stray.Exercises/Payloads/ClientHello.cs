using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>Writes the ClientHello of a program (RFC 8446 s4.1.2), record header included.</summary>
internal sealed class ClientHello(ByteWriter writer, Dice dice)
{
    private const int HybridShare = 1216, X25519Share = 32;

    public ReadOnlySpan<byte> Write(TlsClient client, string serverName)
    {
        var record = writer.Clear().U8(22).U16(0x0301).Open(2);
        var message = writer.U8(1).Open(3);
        writer.U16(0x0303).Random(dice, 32).U8(32).Random(dice, 32);
        var ciphers = writer.Open(2);
        var grease = client.Grease ? Grease() : 0;
        WriteList(grease, client.Ciphers);
        writer.Close(ciphers, 2).U8(1).U8(0);
        var extensions = writer.Open(2);
        WriteExtensions(client, serverName, grease);
        return writer.Close(extensions, 2).Close(message, 3).Close(record, 2).Written;
    }

    private void WriteExtensions(TlsClient client, string serverName, int grease)
    {
        var order = client.Extensions.ToArray();
        if (client.Grease)
        {
            Shuffle(order);
            writer.U16(Grease()).U16(0);
        }

        foreach (var extension in order)
        {
            writer.U16(extension);
            var body = writer.Open(2);
            WriteBody(extension, client, serverName, grease);
            writer.Close(body, 2);
        }

        if (client.Grease)
        {
            writer.U16(grease ^ 0x1010).U16(1).U8(0); // differs from the first: no extension may occur twice
        }
    }

    private void WriteBody(ushort extension, TlsClient client, string serverName, int grease)
    {
        switch (extension)
        {
            case TlsExtension.ServerName:
                writer.U16(serverName.Length + 3).U8(0).U16(serverName.Length).Ascii(serverName);
                break;
            case TlsExtension.StatusRequest:
                writer.U8(1).U32(0);
                break;
            case TlsExtension.PointFormats:
                writer.U8(1).U8(0);
                break;
            case TlsExtension.CompressCertificate:
                writer.U8(2).U16(2);
                break;
            case TlsExtension.RecordSizeLimit:
                writer.U16(0x4001);
                break;
            case TlsExtension.PskModes:
                writer.U8(1).U8(1);
                break;
            case TlsExtension.Renegotiation:
                writer.U8(0);
                break;
            default:
                WriteLists(extension, client, grease);
                break;
        }
    }

    private void WriteLists(ushort extension, TlsClient client, int grease)
    {
        if (extension is not (TlsExtension.SupportedGroups or TlsExtension.SignatureAlgorithms or TlsExtension.Alpn
            or TlsExtension.SupportedVersions or TlsExtension.KeyShare))
        {
            return; // an empty body: extended master secret, session ticket, signed timestamps, encrypt-then-mac
        }

        var width = extension == TlsExtension.SupportedVersions ? 1 : 2;
        var list = writer.Open(width);
        switch (extension)
        {
            case TlsExtension.SupportedGroups:
                WriteList(grease, client.Groups);
                break;
            case TlsExtension.SignatureAlgorithms:
                WriteList(0, client.Signatures);
                break;
            case TlsExtension.Alpn:
                Array.ForEach(client.Alpn, name => writer.U8(name.Length).Ascii(name));
                break;
            case TlsExtension.SupportedVersions:
                WriteList(grease, [0x0304, 0x0303]);
                break;
            default:
                WriteShares(client, grease);
                break;
        }

        writer.Close(list, width);
    }

    private void WriteShares(TlsClient client, int grease)
    {
        if (grease != 0)
        {
            writer.U16(grease).U16(1).U8(0);
        }

        if (client.Groups[0] == 0x11EC)
        {
            writer.U16(0x11EC).U16(HybridShare).Random(dice, HybridShare);
        }

        writer.U16(29).U16(X25519Share).Random(dice, X25519Share);
    }

    private void WriteList(int grease, ushort[] values)
    {
        if (grease != 0)
        {
            writer.U16(grease);
        }

        foreach (var value in values)
        {
            writer.U16(value);
        }
    }

    /// <summary>One of 0x0A0A, 0x1A1A … 0xEAEA with an even high nibble, so that XOR 0x1010 gives another.</summary>
    private int Grease() => 0x0A0A + (0x2020 * dice.Below(8));

    private void Shuffle(ushort[] order)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = dice.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
