namespace Stray.Capture.Inspection.Rfb;

/// <summary>What one side of an RFB connection says next (RFC 6143 s7.1 to s7.3).</summary>
internal enum RfbStage : byte
{
    Version,
    Security,
    Choice,
    Challenge,
    Result,
    Initialisation,
}
