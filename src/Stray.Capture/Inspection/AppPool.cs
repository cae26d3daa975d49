namespace Stray.Capture.Inspection;

/// <summary>Everything a flow's inspection takes with its first payload and gives back when it ends, so that none of it allocates twice.</summary>
internal sealed class AppPool
{
    private readonly NamePool _names = new();
    private readonly Stack<AppState> _states = new();
    private readonly Stack<Opening> _openings = new();

    /// <summary>The state of the flow that ended last: its record may still be written from it.</summary>
    private AppState? _ended;

    public AppPool(ProtocolRegistry registry) => Inspectors = new InspectorPool(registry, Buffers);

    public StreamBufferPool Buffers { get; } = new();

    public InspectorPool Inspectors { get; }

    public AppState Rent()
    {
        Recycle();
        return _states.TryPop(out var state) ? state : new AppState(_names);
    }

    /// <summary>Takes the state back; it stays readable until the next call.</summary>
    public void Return(AppState app)
    {
        Close(app);
        Recycle();
        _ended = app;
    }

    /// <summary>False when the chunk does not fit into what is kept of an opening.</summary>
    public bool TryKeep(AppState app, Flows.Side side, scoped in StreamChunk chunk)
    {
        app.Opening ??= _openings.TryPop(out var opening) ? opening : new Opening();
        return app.Opening.TryAdd(Buffers, side, chunk);
    }

    public void Close(AppState app)
    {
        if (app.Opening is { } opening)
        {
            app.Opening = null;
            Close(opening);
        }
    }

    public void Close(Opening opening)
    {
        opening.Release(Buffers);
        _openings.Push(opening);
    }

    private void Recycle()
    {
        if (_ended is { } app)
        {
            _ended = null;
            Inspectors.Return(app);
            app.Reset();
            _states.Push(app);
        }
    }
}
