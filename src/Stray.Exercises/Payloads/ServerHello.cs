using Stray.Exercises.Office;
using Stray.Exercises.Packets;

namespace Stray.Exercises.Payloads;

/// <summary>Writes the cleartext part of a server's first flight: RFC 8446 s4.1.3, or RFC 5246 s7.4 with the certificate.</summary>
internal sealed class ServerHello(ByteWriter writer, Dice dice)
{
    /// <summary>TLS 1.3: ServerHello, ChangeCipherSpec (RFC 8446 appendix D.4), then the encrypted rest of the flight.</summary>
    public ReadOnlySpan<byte> WriteModern(TlsServer server)
    {
        var record = writer.Clear().U8(22).U16(0x0303).Open(2);
        var message = WriteHello(server);
        var extensions = writer.Open(2);
        writer.U16(TlsExtension.SupportedVersions).U16(2).U16(0x0304);
        writer.U16(TlsExtension.KeyShare).U16(36).U16(29).U16(32).Random(dice, 32);
        writer.Close(extensions, 2).Close(message, 3).Close(record, 2);
        writer.U8(20).U16(0x0303).U16(1).U8(1);
        return Encrypted(server.EncryptedFlight).Written;
    }

    /// <summary>TLS 1.2: ServerHello, Certificate, ServerKeyExchange, ServerHelloDone, each in its own record.</summary>
    public ReadOnlySpan<byte> WriteClassic(TlsServer server)
    {
        var record = writer.Clear().U8(22).U16(0x0303).Open(2);
        var message = WriteHello(server);
        var extensions = writer.Open(2);
        writer.U16(TlsExtension.Renegotiation).U16(1).U8(0).U16(23).U16(0);
        writer.Close(extensions, 2).Close(message, 3).Close(record, 2);

        record = writer.U8(22).U16(0x0303).Open(2);
        message = writer.U8(11).Open(3);
        var chain = writer.Open(3);
        writer.U24(server.Certificate.Length).Bytes(server.Certificate);
        writer.Close(chain, 3).Close(message, 3).Close(record, 2);

        record = writer.U8(22).U16(0x0303).Open(2);
        message = writer.U8(12).Open(3);
        writer.U8(3).U16(29).U8(32).Random(dice, 32).U16(0x0401).U16(256).Random(dice, 256);
        writer.Close(message, 3).Close(record, 2);
        return writer.U8(22).U16(0x0303).U16(4).U8(14).U24(0).Written;
    }

    private int WriteHello(TlsServer server)
    {
        var message = writer.U8(2).Open(3);
        writer.U16(0x0303).Random(dice, 32).U8(32).Random(dice, 32).U16(server.Cipher).U8(0);
        return message;
    }

    private ByteWriter Encrypted(int length) => writer.U8(23).U16(0x0303).U16(length).Random(dice, length);
}
