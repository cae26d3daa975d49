using Stray.Contracts.Findings;

namespace Stray.Capture.Flows;

/// <summary>
/// Findings of all live flows, folded by flow and name, as linked entries in one pooled array: a flow holds only the index
/// of its first entry. Bounded: beyond <paramref name="capacity"/> entries new ones are counted in <see cref="Dropped"/>,
/// known ones still count up.
/// </summary>
public sealed class FindingStore(int capacity = 1 << 20)
{
    /// <summary>The head of an empty list.</summary>
    public const int None = 0;

    private Entry[] _entries = new Entry[1024];
    private int _used = 1; // entry 0 is the empty head, so that a zeroed flow has no findings
    private int _free;

    public long Dropped { get; private set; }

    public void Add(ref int head, in FlowFinding finding)
    {
        for (var i = head; i != None; i = _entries[i].Next)
        {
            if (_entries[i].Finding.Name == finding.Name)
            {
                _entries[i].Finding = _entries[i].Finding with { Count = _entries[i].Finding.Count + finding.Count };
                return;
            }
        }

        Insert(ref head, finding);
    }

    /// <summary>Appends the list's findings to <paramref name="destination"/> and gives its entries back.</summary>
    public void Drain(ref int head, List<FlowFinding> destination)
    {
        while (head != None)
        {
            ref var entry = ref _entries[head];
            destination.Add(entry.Finding);
            var next = entry.Next;
            entry.Next = _free;
            _free = head;
            head = next;
        }
    }

    /// <summary>Appends one list to another, folding equal names.</summary>
    public void Move(ref int from, ref int to)
    {
        while (from != None)
        {
            var entry = from;
            var finding = _entries[entry].Finding;
            from = _entries[entry].Next;
            _entries[entry].Next = _free;
            _free = entry;
            Add(ref to, finding);
        }
    }

    private void Insert(ref int head, in FlowFinding finding)
    {
        var slot = _free;
        if (slot != None)
        {
            _free = _entries[slot].Next;
        }
        else if (_used < capacity)
        {
            if (_used == _entries.Length)
            {
                Array.Resize(ref _entries, Math.Min(capacity, _entries.Length * 2));
            }

            slot = _used++;
        }
        else
        {
            Dropped++;
            return;
        }

        _entries[slot] = new Entry { Finding = finding, Next = head };
        head = slot;
    }

    private struct Entry
    {
        public FlowFinding Finding;
        public int Next;
    }
}
