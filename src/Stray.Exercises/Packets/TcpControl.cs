namespace Stray.Exercises.Packets;

/// <summary>TCP control bits (RFC 9293 s3.1).</summary>
[Flags]
internal enum TcpControl : byte
{
    None = 0,
    Fin = 0x01,
    Syn = 0x02,
    Rst = 0x04,
    Psh = 0x08,
    Ack = 0x10,
    Urg = 0x20,
}
