namespace Stray.Capture.Inspection;

/// <summary>How far the recognition of a flow's protocol is.</summary>
internal enum RecognitionStage : byte
{
    Undecided,
    Recognised,

    /// <summary>Looked at enough of it: no protocol known here.</summary>
    Unknown,
}
