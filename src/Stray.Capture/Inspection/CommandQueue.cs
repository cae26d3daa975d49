namespace Stray.Capture.Inspection;

/// <summary>
/// Commands of a client that the server has not answered yet, oldest first, one byte each. Bounded: a client that sends
/// more without waiting is told apart by <see cref="TryAdd"/>.
/// </summary>
internal sealed class CommandQueue(int capacity)
{
    private readonly byte[] _commands = new byte[capacity];
    private int _first;

    public int Count { get; private set; }

    public void Clear() => Count = _first = 0;

    public bool TryAdd(byte command)
    {
        if (Count == capacity)
        {
            return false;
        }

        _commands[(_first + Count++) % capacity] = command;
        return true;
    }

    public bool TryPeek(out byte command)
    {
        command = Count == 0 ? (byte)0 : _commands[_first];
        return Count > 0;
    }

    public bool TryTake(out byte command)
    {
        var any = TryPeek(out command);
        if (any)
        {
            _first = (_first + 1) % capacity;
            Count--;
        }

        return any;
    }
}
