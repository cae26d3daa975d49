namespace Stray.Capture.Inspection;

/// <summary>Inspectors between flows, one stack per protocol, so that a new flow allocates none.</summary>
internal sealed class InspectorPool(ProtocolRegistry registry, StreamBufferPool buffers)
{
    private readonly Stack<ProtocolInspector>[] _idle = [.. registry.Protocols.ToArray().Select(_ => new Stack<ProtocolInspector>())];

    /// <summary>Gives the flow a fresh inspector, or none for a protocol that is only recognised.</summary>
    public void Attach(AppState app, RegisteredProtocol protocol)
    {
        if (protocol.Inspector is { } make)
        {
            app.Inspector = _idle[protocol.Index].TryPop(out var idle) ? idle : make(buffers);
            app.InspectorIndex = protocol.Index;
        }
    }

    /// <summary>The flow speaks another protocol from here on; what the inspector found out stays readable until the flow ends.</summary>
    public static void Shelve(AppState app)
    {
        if (app.Inspector is { } inspector)
        {
            app.Shelved.Add((inspector, app.InspectorIndex));
            app.Inspector = null;
        }
    }

    public void Return(AppState app)
    {
        Shelve(app);
        foreach (var (inspector, index) in app.Shelved)
        {
            inspector.Reset();
            _idle[index].Push(inspector);
        }

        app.Shelved.Clear();
    }
}
