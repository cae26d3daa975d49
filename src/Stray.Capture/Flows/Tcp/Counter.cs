namespace Stray.Capture.Flows.Tcp;

/// <summary>Small counters that stay at their maximum: a flood must not turn one back to zero.</summary>
internal static class Counter
{
    public static void Add(ref ushort counter)
    {
        if (counter != ushort.MaxValue)
            counter++;
    }

    public static void Add(ref byte counter)
    {
        if (counter != byte.MaxValue)
            counter++;
    }
}
