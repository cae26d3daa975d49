using Stray.Exercises.Captures;

namespace Stray.Exercises.Packets;

/// <summary>The office switch with its mirror port: what is sent here is what the capture sees.</summary>
internal sealed class Wire(Timeline timeline)
{
    public const int MaximumFrame = 1514;

    /// <summary>Frames are built here, one at a time, before <see cref="Emit"/> copies them.</summary>
    public byte[] Scratch { get; } = new byte[MaximumFrame + 64];

    public void Emit(long time, int length) => timeline.Add(time, Scratch.AsSpan(0, length));

    public void Emit(long time, ReadOnlySpan<byte> frame) => timeline.Add(time, frame);
}
