using Stray.Capture.Frames;

namespace Stray.Streaming;

/// <summary>What a capture reads: files one after the other, or an interface until it is stopped.</summary>
/// <param name="Files">Capture files and flow logs in any mix; "-" is stdin.</param>
internal sealed record CaptureSources(IReadOnlyList<string> Files, LiveOptions? Live);
