namespace Stray.Capture.Flows.Tcp;

/// <summary>Part of a segment that a finding points at (RFC 9293 s3.1).</summary>
internal enum TcpField : byte
{
    Sequence,
    Acknowledgment,
    Flags,
    Window,
    Options,
    Payload,
}
