using Stray.Capture.Frames;

namespace Stray.Capture.FlowLogs;

/// <summary>What an input holds.</summary>
public enum InputKind
{
    Unknown,

    /// <summary>For <see cref="FrameFile"/>.</summary>
    Frames,

    /// <summary>For <see cref="FlowLog"/>, which says why if it is a log without flows.</summary>
    FlowLog,
}

/// <summary>Tells inputs apart by their content, never by their name, so that a command line can mix them.</summary>
public static class InputKinds
{
    public static InputKind Of(InputFile input) =>
        FrameFile.Recognises(input.Head) ? InputKind.Frames
        : FlowLogFormats.LooksLikeLog(input.Head) ? InputKind.FlowLog
        : InputKind.Unknown;
}
