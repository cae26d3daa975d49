namespace Stray.Capture.Inspection.Http2;

/// <summary>Which streams the client has opened and ended; the first 4096 exactly, later ones only by their order.</summary>
internal sealed class ClientStreams
{
    private const int Followed = 4096;

    private ulong[] _ended = [];

    public int Highest { get; private set; }

    public void Reset()
    {
        Array.Clear(_ended);
        Highest = 0;
    }

    public bool HasEnded(int stream) => stream / 2 < Followed && _ended.Length > 0 && (_ended[stream / 128] & Bit(stream)) != 0;

    public void Open(int stream) => Highest = Math.Max(Highest, stream);

    public void End(int stream)
    {
        if (stream / 2 >= Followed)
        {
            return;
        }

        if (_ended.Length == 0)
        {
            _ended = new ulong[Followed / 64];
        }

        _ended[stream / 128] |= Bit(stream);
    }

    private static ulong Bit(int stream) => 1UL << (stream / 2 % 64);
}
