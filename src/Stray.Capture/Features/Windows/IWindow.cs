namespace Stray.Capture.Features.Windows;

/// <summary>What a slot of an <see cref="AgingTable{TWindow}"/> holds.</summary>
internal interface IWindow
{
    /// <summary>Forgets everything but keeps its buffers for the slot's next owner.</summary>
    void Clear();
}
